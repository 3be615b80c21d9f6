/* run.json: the only source of every report (reports/schema/run.schema.json).
 *
 * It is written whole, to a temporary name, flushed to the disk and renamed,
 * after every turn in which a case was decided: whatever happens to this
 * process, the file is readable and says how far the run came.  Passwords are
 * never in it. */
#ifndef ENGINE_RECORD_H
#define ENGINE_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct audit;
struct job;
struct outcome;

struct record {
	json_t *root, *cases;
	char path[4096];
	bool dirty;
};

void record_begin(struct audit *a, int argc, char *const *argv);
/* The attempt of job i that just ended. */
void record_attempt(struct audit *a, const struct job *j, const struct outcome *o);
void record_verdict(struct audit *a, const struct job *j);
void record_left_behind(struct record *r, const char *address);
/* The summary, and whether the run came to its end. */
void record_summary(struct audit *a, bool complete);
/* False when the disk refuses; the old file stays. */
bool record_write(struct record *r);
void record_free(struct record *r);

#endif
