/* Clocks of the engine: monotonic for waiting and measuring, UTC for people. */
#ifndef ENGINE_WHEN_H
#define ENGINE_WHEN_H

#include <stdint.h>

int64_t when_us(void); /* monotonic */

enum { WHEN_ISO = 32 };
void when_iso(char out[WHEN_ISO]);  /* 2026-11-21T22:40:13.221Z */
void when_date(char out[WHEN_ISO]); /* 2026-11-21 */

#endif
