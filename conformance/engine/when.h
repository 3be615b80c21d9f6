/* Clocks of the engine: monotonic for waiting and measuring, UTC for people. */
#ifndef ENGINE_WHEN_H
#define ENGINE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

int64_t when_us(void); /* monotonic */

enum { WHEN_ISO = 32 };
void when_iso(char out[WHEN_ISO]);  /* 2026-11-21T22:40:13.221Z */
void when_date(char out[WHEN_ISO]); /* 2026-11-21 */

/* Milliseconds since 1970, UTC: what goes on while this program does not run. */
int64_t when_utc_ms(void);
void when_iso_at(int64_t utc_ms, char out[WHEN_ISO]);
/* Reads what when_iso() writes. */
bool when_read(const char *text, int64_t *utc_ms);

#endif
