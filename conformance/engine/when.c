/* The only place of the engine that asks for the time. */
#include "conformance/engine/when.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t
when_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
when_iso(char out[WHEN_ISO])
{
	struct timespec t;
	struct tm utc;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &utc);
	size_t n = strftime(out, WHEN_ISO, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(out + n, WHEN_ISO - n, ".%03ldZ", t.tv_nsec / 1000000);
}

void
when_date(char out[WHEN_ISO])
{
	time_t t = time(NULL);
	struct tm utc;

	gmtime_r(&t, &utc);
	strftime(out, WHEN_ISO, "%Y-%m-%d", &utc);
}
