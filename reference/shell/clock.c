/* The system's clock, which nobody here moves. */
#include "reference/shell/clock.h"

#include <time.h>

int
clock_open(void)
{
	return 0;
}

int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}

int
clock_watch(uv_loop_t *loop, void (*moved)(void *), void *ctx)
{
	(void)loop, (void)moved, (void)ctx;
	return 0;
}

void
clock_settled(void)
{
}
