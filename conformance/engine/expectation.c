/* Reading and applying the list of known failures.  An entry for an id that
 * does not exist is an error of the user, found before the first packet. */
#include "conformance/engine/expectation.h"

#include "conformance/engine/lines.h"
#include "conformance/engine/registry.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { ENTRIES = 2000 };

static bool
is_date(const char *s)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof(shape) - 1; i++) {
		bool fits = shape[i] == 'd' ? isdigit((unsigned char)s[i]) != 0 : s[i] == '-';
		if (!fits)
			return false;
	}
	int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
	return s[sizeof(shape) - 1] == '\0' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* One line, cut into words in place; what is wrong with it, or NULL. */
static const char *
parse_entry(char *line, struct expectation *x)
{
	*x = (struct expectation){ .id = line_word(&line), .stage = "", .until = "" };
	if (registry_find(x->id) == NULL)
		return "no requirement has this id";
	for (;;) {
		char *before = line;
		if (strncmp(before, "until=", 6) != 0 && strncmp(before, "stage=", 6) != 0)
			break;
		const char *word = line_word(&line);
		if (word[0] == 'u')
			x->until = word + 6;
		else
			x->stage = word + 6;
	}
	x->reason = line;
	if (!is_date(x->until))
		return "until=YYYY-MM-DD is missing or no date";
	return x->reason[0] == '\0' ? "a reason is missing after the date" : NULL;
}

bool
expectations_read(
    struct arena *a, const char *path, struct expectations *out, char *error, size_t error_size)
{
	struct line_reader r;

	*out = (struct expectations){ .list = arena_take(a, ENTRIES * sizeof(struct expectation)) };
	if (!lines_open(&r, path, error, error_size))
		return false;
	while (lines_next(&r)) {
		char *kept = arena_str(a, span_str(r.text));
		const char *wrong = "too many entries";
		if (kept != NULL && out->list != NULL && out->n < ENTRIES)
			wrong = parse_entry(kept, &out->list[out->n]);
		if (wrong == NULL && expectations_find(out, out->list[out->n].id) != NULL)
			wrong = "this id has an entry already";
		if (wrong != NULL) {
			snprintf(error, error_size, "%s:%u: %s", path, r.number, wrong);
			lines_close(&r);
			return false;
		}
		out->n++;
	}
	lines_close(&r);
	return true;
}

const struct expectation *
expectations_find(const struct expectations *x, const char *id)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->list[i].id, id) == 0)
			return &x->list[i];
	return NULL;
}

enum verdict
expectation_apply(
    const struct expectation *x, enum verdict v, const char *stage, const char *today, bool *stale)
{
	if (x == NULL)
		return v;
	if (v == VERDICT_PASS) {
		*stale = true;
		return VERDICT_XPASS;
	}
	if (v != VERDICT_FAIL)
		return v;
	if (strcmp(today, x->until) > 0 || (x->stage[0] != '\0' && strcmp(x->stage, stage) != 0))
		*stale = true;
	return VERDICT_XFAIL;
}
