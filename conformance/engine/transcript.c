/* Writing transcripts.  Does not judge, does not keep what it wrote. */
#include "conformance/engine/transcript.h"

#include "base/show.h"
#include "conformance/case.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { LINE_SHOWN = 240, HEAD_LINES = 12, TAIL_LINES = 5, SECRET_LEAST = 6 };

int
transcript_open(struct transcript *t, const char *path)
{
	*t = (struct transcript){ .began_us = run_now_us() };
	if (path == NULL)
		return 0;
	t->file = fopen(path, "we");
	if (t->file == NULL)
		return -1;
	/* By lines: of an attempt that is killed the last words matter most. */
	setvbuf(t->file, NULL, _IOLBF, BUFSIZ);
	return 0;
}

void
transcript_close(struct transcript *t)
{
	if (t->file != NULL)
		fclose(t->file);
	t->file = NULL;
}

void
transcript_secret(struct transcript *t, struct span s)
{
	if (s.n >= SECRET_LEAST && t->secrets < TRANSCRIPT_SECRETS)
		t->secret[t->secrets++] = s;
}

static const struct span *
secret_at(const struct transcript *t, struct span s)
{
	for (size_t i = 0; i < t->secrets; i++)
		if (span_starts(s, t->secret[i]))
			return &t->secret[i];
	return NULL;
}

void
transcript_show(const struct transcript *t, struct buf *out, struct span s, size_t most)
{
	size_t plain = 0, at = 0;

	while (at < s.n && at < most) {
		const struct span *hidden = secret_at(t, span_sub(s, at, s.n));
		if (hidden == NULL) {
			at++;
			continue;
		}
		show_octets(out, span_sub(s, plain, at - plain), at - plain);
		buf_put_str(out, "<redacted>");
		at += hidden->n;
		plain = at;
	}
	show_octets(out, span_sub(s, plain, s.n), at - plain);
}

static void
put_time(struct transcript *t)
{
	fprintf(t->file, "+%09lld ", (long long)(run_now_us() - t->began_us));
}

static void
turn_to(struct transcript *t, unsigned connection)
{
	if (connection == t->on || connection == 0)
		return;
	if (t->on != 0) {
		put_time(t);
		fprintf(t->file, "-- on connection %u\n", connection);
	}
	t->on = connection;
}

/* Skips one word or quoted string and the blanks behind it. */
static size_t
skip_argument(struct span s, size_t at)
{
	if (at < s.n && s.p[at] == '"') {
		for (at++; at < s.n && s.p[at] != '"'; at++)
			if (s.p[at] == '\\')
				at++;
		at++;
	} else {
		while (at < s.n && s.p[at] != ' ' && s.p[at] != '\r' && s.p[at] != '\n')
			at++;
	}
	while (at < s.n && s.p[at] == ' ')
		at++;
	return at < s.n ? at : s.n;
}

/* Where in a client line a credential begins; its length when there is none.
 * Sets *more when the credential comes with the next line. */
static size_t
credential_at(struct span line, bool *more)
{
	size_t end = line.n, first = skip_argument(line, 0), second;

	while (end > 0 && (line.p[end - 1] == '\r' || line.p[end - 1] == '\n'))
		end--;
	line.n = end;
	if (span_starts_nocase(line, SPAN("AUTH "))) {
		second = skip_argument(line, first);
	} else if (span_starts_nocase(span_sub(line, first, end), SPAN("AUTHENTICATE "))) {
		second = skip_argument(line, skip_argument(line, first));
	} else if (span_starts_nocase(span_sub(line, first, end), SPAN("LOGIN "))) {
		second = skip_argument(line, skip_argument(line, first));
		return second;
	} else {
		return end;
	}
	*more = second >= end;
	return second;
}

static void
put_line(struct transcript *t, unsigned connection, char who, struct span line)
{
	char memory[4 * LINE_SHOWN + 64];
	struct buf b;
	size_t cut = line.n, end = line.n;
	uint64_t bit = UINT64_C(1) << (connection % 64);
	bool more = false;

	if (who == 'C' && (t->sasl & bit) != 0) {
		cut = 0;
		t->sasl &= ~bit;
	} else if (who == 'C') {
		cut = credential_at(line, &more);
		if (more)
			t->sasl |= bit;
	}
	while (end > 0 && (line.p[end - 1] == '\r' || line.p[end - 1] == '\n'))
		end--;
	buf_init(&b, memory, sizeof(memory));
	transcript_show(t, &b, span_sub(line, 0, cut < end ? cut : line.n), LINE_SHOWN);
	if (cut < end) {
		buf_put_str(&b, "<redacted>");
		show_octets(&b, span_sub(line, end, line.n), 8);
	}
	put_time(t);
	fprintf(t->file, "%c: %.*s\n", who, (int)b.n, (const char *)b.p);
}

static size_t
count_lines(struct span s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; at = span_find(s, at, '\n') + 1)
		n++;
	return n;
}

void
transcript_octets(struct transcript *t, unsigned connection, char who, struct span octets)
{
	size_t lines, at = 0;

	if (t->file == NULL || octets.n == 0)
		return;
	turn_to(t, connection);
	lines = count_lines(octets);
	for (size_t i = 0; i < lines; i++) {
		size_t end = span_find(octets, at, '\n') + 1;
		struct span line = span_sub(octets, at, end - at);
		bool dropped = lines > HEAD_LINES + TAIL_LINES + 1 && i >= HEAD_LINES &&
		    i < lines - TAIL_LINES;
		if (!dropped)
			put_line(t, connection, who, line);
		else if (i == HEAD_LINES)
			transcript_note(t, connection,
			    "%zu of %zu lines left out, %zu octets in all",
			    lines - HEAD_LINES - TAIL_LINES, lines, octets.n);
		at = end;
	}
}

void
transcript_note(struct transcript *t, unsigned connection, const char *fmt, ...)
{
	va_list args;

	if (t->file == NULL)
		return;
	turn_to(t, connection);
	put_time(t);
	fputs("-- ", t->file);
	va_start(args, fmt);
	vfprintf(t->file, fmt, args);
	va_end(args);
	fputc('\n', t->file);
}
