/* Takes the place of uv_timer_start() in everything that is linked here (ld --wrap): what the
 * store tries again after seconds, because a disk that failed may fail on, it tries again
 * at once.  Shorter times stay as they are. */
#include <uv.h>

enum { LONG_MS = 2000, FASTER = 200 };

int __real_uv_timer_start(uv_timer_t *t, uv_timer_cb cb, uint64_t ms, uint64_t repeat);
int __wrap_uv_timer_start(uv_timer_t *t, uv_timer_cb cb, uint64_t ms, uint64_t repeat);

int
__wrap_uv_timer_start(uv_timer_t *t, uv_timer_cb cb, uint64_t ms, uint64_t repeat)
{
	return __real_uv_timer_start(t, cb, ms < LONG_MS ? ms : ms / FASTER, repeat);
}
