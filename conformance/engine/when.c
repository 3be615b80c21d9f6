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

int64_t
when_utc_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
when_iso_at(int64_t utc_ms, char out[WHEN_ISO])
{
	time_t t = (time_t)(utc_ms / 1000);
	struct tm utc;

	gmtime_r(&t, &utc);
	size_t n = strftime(out, WHEN_ISO, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(out + n, WHEN_ISO - n, ".%03dZ", (int)(utc_ms % 1000));
}

bool
when_read(const char *text, int64_t *utc_ms)
{
	struct tm utc = { 0 };
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S.", &utc);
	int ms = 0;

	if (rest == NULL || strlen(rest) != 4 || rest[3] != 'Z')
		return false;
	for (int i = 0; i < 3; i++) {
		if (rest[i] < '0' || rest[i] > '9')
			return false;
		ms = ms * 10 + (rest[i] - '0');
	}
	*utc_ms = (int64_t)timegm(&utc) * 1000 + ms;
	return true;
}
