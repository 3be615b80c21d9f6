/* The relay's rate limit, modelled: GCRA (ITU-T I.371, annex A), the virtual
 * scheduling form.  The engine asks the model before it offers mail, so that a
 * run does not measure the limit by accident. */
#ifndef ENGINE_BUCKET_H
#define ENGINE_BUCKET_H

#include <stdint.h>

struct bucket {
	int64_t interval_us; /* between two units at the sustained rate; 0: no limit */
	int64_t slack_us;    /* (burst - 1) intervals */
	int64_t next_us;     /* theoretical arrival time of the next unit */
};

void bucket_init(struct bucket *b, unsigned per_minute, unsigned burst);
/* The earliest time at which `units` together conform; more than the burst counts as the burst. */
int64_t bucket_when(const struct bucket *b, unsigned units, int64_t now_us);
/* Units that were really offered, conforming or not. */
void bucket_take(struct bucket *b, unsigned units, int64_t now_us);

#endif
