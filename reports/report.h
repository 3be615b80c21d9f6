/* Reports: pure functions of run.json (reports/schema/run.schema.json).
 *
 * No renderer decides anything: verdicts, counts, the sentence and the exit
 * code are read, never computed, so a fault in one printer cannot change what
 * the others say.  A renderer writes to the stream it is given and gives false
 * when the stream refuses. */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include "base/cdefs.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct report_style {
	bool colour;     /* ANSI */
	bool quiet;      /* the verdict line only */
	bool verbose;    /* cases that passed as well */
	const char *out; /* directory of the report, for the paths shown; NULL: as they are */
};

/* NULL with one line in `error` when the file is no readable run. */
json_t *report_load(const char *path, char *error, size_t error_size);
/* ... or verify.json; which of them. */
json_t *report_load_any(const char *path, char *error, size_t error_size);
bool report_is_deletion(const json_t *o);

bool report_text(const json_t *run, FILE *f, const struct report_style *style);
bool report_html(const json_t *run, FILE *f);
bool report_junit(const json_t *run, FILE *f);

/* The same of verify.json, a deletion audit. */
bool report_deletion_text(const json_t *verify, FILE *f, const struct report_style *style);
bool report_deletion_html(const json_t *verify, FILE *f);
/* What can be said from outside, and what cannot: stands in every form. */
extern const char report_deletion_claim[];

/* ---- for the renderers ------------------------------------------------------ */

/* Members by path, "summary.must.PASS"; "" and 0 when absent. */
const char *report_str(const json_t *o, const char *path);
json_int_t report_int(const json_t *o, const char *path);
bool report_true(const json_t *o, const char *path);
const json_t *report_list(const json_t *o, const char *path); /* NULL when absent */
bool report_is(const json_t *o, const char *path, const char *value);

/* Text for XML and HTML: the five entities; octets that XML 1.0 forbids become '?'. */
void report_xml(FILE *f, const char *s);

/* What the cause code of an undecided case means, in one sentence. */
const char *report_cause(const char *code);
/* What a grade of evidence, "A", "A*", "B" or "C", rests on; itself when it is none. */
const char *report_evidence(const char *grade);
/* Does a case of the run have this grade and a verdict of its own? */
bool report_has_evidence(const json_t *run, const char *grade);
/* Why a requirement was left out, by its reason code in untested[]. */
const char *report_left_out(const char *code);

#endif
