/* Reading IMAP responses: where one ends, what kind it is, numbers and literals
 * in it.  RFC 3501, 7 and 9.  Strict in form: CRLF, tags, literal counts. */
#include "conformance/wire/imapc.h"

#include <string.h>

enum { LITERAL_MOST = 128 << 20, FIRST_LINES = 64 };

/* "{" 1*DIGIT "}" at the end of a line.  The count, or -1. */
static int64_t
literal_count(struct span line)
{
	size_t at = line.n;
	int64_t n = 0, unit = 1;

	if (at < 3 || line.p[at - 1] != '}')
		return -1;
	for (at -= 1; at > 0 && line.p[at - 1] >= '0' && line.p[at - 1] <= '9'; at--) {
		if (unit > INT64_C(10000000000))
			return -1;
		n += (line.p[at - 1] - '0') * unit;
		unit *= 10;
	}
	return at > 0 && line.p[at - 1] == '{' && unit > 1 ? n : -1;
}

/* Texts for people (resp-text) may end in braces without meaning a literal. */
static bool
is_text(struct span s)
{
	static const char *const word[] = { "* OK", "* NO", "* BAD", "* BYE", "* PREAUTH", "+" };

	for (size_t i = 0; i < COUNT_OF(word); i++)
		if (span_starts_nocase(s, span_str(word[i])))
			return true;
	return s.n > 0 && s.p[0] != '*';
}

size_t
imapc_extent(struct span s)
{
	size_t at = 0;

	for (;;) {
		size_t lf = at < s.n ? span_find(s, at, '\n') : s.n;
		if (lf == s.n)
			return 0;
		if (lf == 0 || s.p[lf - 1] != '\r' || lf - 1 < at)
			return SIZE_MAX;
		struct span line = span_sub(s, at, lf - 1 - at);
		for (size_t i = 0; i < line.n; i++)
			if (line.p[i] == '\r' || line.p[i] == '\0')
				return SIZE_MAX;
		int64_t n = at == 0 && is_text(s) ? -1 : literal_count(line);
		if (n < 0)
			return lf + 1;
		if (n > LITERAL_MOST)
			return SIZE_MAX;
		at = lf + 1 + (size_t)n;
		if (at > s.n)
			return 0;
	}
}

static enum response
kind_of(struct imapc *c, struct span *s)
{
	size_t tag = strlen(c->tag);

	if (span_starts(*s, SPAN("* ")) && s->n > 2) {
		*s = span_sub(*s, 2, s->n);
		return RESP_UNTAGGED;
	}
	if (span_eq(*s, SPAN("+")) || span_starts(*s, SPAN("+ "))) {
		*s = span_sub(*s, 2, s->n);
		return RESP_CONTINUE;
	}
	if (tag > 0 && span_starts(*s, span_str(c->tag)) && s->n > tag && s->p[tag] == ' ') {
		struct span rest = span_sub(*s, tag + 1, s->n);
		if (span_starts_nocase(rest, SPAN("OK ")) ||
		    span_starts_nocase(rest, SPAN("NO ")) || span_starts_nocase(rest, SPAN("BAD ")))
			return RESP_TAGGED;
	}
	return RESP_MALFORMED;
}

enum response
imapc_next(struct imapc *c, struct span *what, int64_t deadline)
{
	for (;;) {
		struct span s = linkc_pending(c->link);
		size_t n = imapc_extent(s);
		if (n == SIZE_MAX) {
			*what = run_keep(c->run, span_sub(s, 0, 300));
			linkc_log(c->link, 'S', s);
			linkc_take(c->link, s.n);
			return RESP_MALFORMED;
		}
		if (n > 0) {
			linkc_log(c->link, 'S', span_sub(s, 0, n));
			*what = run_keep(c->run, span_sub(s, 0, n - 2));
			linkc_take(c->link, n);
			return kind_of(c, what);
		}
		if (!linkc_fill(c->link, deadline)) {
			*what = run_keep(c->run, span_sub(linkc_pending(c->link), 0, 300));
			if (c->link->end == LINK_OPEN)
				return RESP_SILENT;
			return what->n > 0 ? RESP_MALFORMED : RESP_CLOSED;
		}
	}
}

static void
keep_line(struct imapc *c, struct span line)
{
	if (c->count == c->cap) {
		size_t cap = c->cap > 0 ? c->cap * 2 : FIRST_LINES;
		struct span *more = run_take(c->run, cap * sizeof(*more));
		if (c->count > 0)
			memcpy(more, c->lines, c->count * sizeof(*more));
		c->lines = more;
		c->cap = cap;
	}
	c->lines[c->count++] = line;
	if (span_starts_nocase(line, SPAN("BYE")))
		c->bye = true;
}

enum response
imapc_read(struct imapc *c, struct span *what, int64_t deadline)
{
	enum response got = imapc_next(c, what, deadline);

	if (got == RESP_UNTAGGED)
		keep_line(c, *what);
	if (got == RESP_TAGGED) {
		c->answered = true;
		c->tagged = *what;
	}
	return got;
}

struct span
imapc_literal(struct span line)
{
	size_t at = 0;

	while (at < line.n) {
		size_t lf = span_find(line, at, '\n');
		if (lf == line.n || lf < 1)
			break;
		int64_t n = literal_count(span_sub(line, at, lf - 1 - at));
		if (n >= 0)
			return span_sub(line, lf + 1, (size_t)n);
		at = lf + 1;
	}
	return (struct span){ NULL, 0 };
}

/* Skips a quoted string or a literal at `at`; elsewhere one octet. */
static size_t
skip_one(struct span s, size_t at)
{
	if (s.p[at] == '"') {
		for (at++; at < s.n && s.p[at] != '"'; at++)
			if (s.p[at] == '\\')
				at++;
		return at + 1;
	}
	if (s.p[at] == '{') {
		size_t lf = span_find(s, at, '\n');
		int64_t n = lf < s.n && lf > at ? literal_count(span_sub(s, at, lf - 1 - at)) : -1;
		if (n >= 0)
			return lf + 1 + (size_t)n;
	}
	return at + 1;
}

bool
imapc_fetched(struct span line, uint32_t *uid, struct span *body)
{
	size_t at = span_search_nocase(span_sub(line, 0, 24), SPAN(" FETCH ("));
	bool have_uid = false;

	*body = (struct span){ NULL, 0 };
	if (at >= line.n || at >= 24)
		return false;
	for (at += 8; at < line.n; at = skip_one(line, at)) {
		struct span rest = span_sub(line, at, line.n);
		bool begins = line.p[at - 1] == ' ' || line.p[at - 1] == '(';
		if (begins && span_starts_nocase(rest, SPAN("UID "))) {
			uint64_t v = 0;
			for (size_t i = 4;
			     i < rest.n && i < 14 && rest.p[i] >= '0' && rest.p[i] <= '9'; i++)
				v = v * 10 + (rest.p[i] - '0');
			*uid = (uint32_t)v;
			have_uid = true;
		}
		if (begins && span_starts_nocase(rest, SPAN("BODY["))) {
			size_t open = at + span_find(rest, 0, ']');
			size_t lf = span_find(line, open, '\n');
			struct span head = span_sub(line, open, lf > open ? lf - open : 0);
			if (lf < line.n && span_search(head, SPAN("] {")) < head.n)
				*body = imapc_literal(span_sub(line, open, line.n));
		}
	}
	return have_uid;
}
