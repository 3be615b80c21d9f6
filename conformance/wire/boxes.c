/* Mailboxes beside INBOX as a case uses them: names, LIST lines, APPEND, and the response codes
 * of UIDPLUS.  RFC 3501, 6.3 and 7.2; RFC 4315. */
#include "conformance/wire/deflatec.h"
#include "conformance/wire/imapc.h"

#include <string.h>
#include <time.h>

enum { REPLY_SECONDS = 15 };

static bool
has_word(struct span s, struct span word)
{
	for (size_t at = 0; at < s.n;) {
		size_t end = span_find(s, at, ' ');
		if (span_eq_nocase(span_sub(s, at, end - at), word))
			return true;
		at = end + 1;
	}
	return false;
}

bool
imapc_offers(struct imapc *c, const char *word)
{
	need_imap(c, "OK", "CAPABILITY");
	return run_ok(c->run) && has_word(imapc_find(c, "CAPABILITY "), span_str(word));
}

void
need_offer(struct imapc *c, const char *word)
{
	bool offered = imapc_offers(c, word);

	if (run_ok(c->run) && !offered)
		run_not_applicable(c->run, run_text(c->run, "%s is not advertised", word));
}

void
imapc_cut(struct imapc *c)
{
	if (!run_ok(c->run))
		return;
	transcript_note(&c->run->log, c->link->number, "cut by us, without LOGOUT or close_notify");
	linkc_close(c->link, false);
}

void
imapc_deflate(struct imapc *c)
{
	if (run_ok(c->run))
		c->link->deflate = deflatec_new(c->run);
}

/* ---- names ------------------------------------------------------------------ */

const char *
box_name(struct run *r, const char *word)
{
	return run_text(r, "%s-%s", word, run_token(r));
}

const char *
need_box(struct imapc *c, const char *word)
{
	const char *name = box_name(c->run, word);

	need_imap(c, "OK", "CREATE %s", name);
	return name;
}

char
need_delimiter(struct imapc *c)
{
	need_imap(c, "OK", "LIST \"\" \"\"");
	struct span s = imapc_find(c, "LIST (");
	size_t at = span_search(s, SPAN(") \""));

	if (run_ok(c->run) && at >= s.n)
		run_not_applicable(c->run, "the relay has no hierarchy of mailboxes");
	if (at >= s.n)
		return '/';
	at += s.p[at + 3] == '\\' ? 4 : 3;
	return at < s.n ? (char)s.p[at] : '/';
}

/* `s` without `tail`, when it ends so. */
static bool
cut_tail(struct span *s, struct span tail)
{
	if (!span_ends(*s, tail))
		return false;
	s->n -= tail.n;
	return true;
}

struct span
imapc_listed(const struct imapc *c, const char *name)
{
	for (size_t i = 0; i < imapc_lines(c); i++) {
		struct span whole = imapc_line(c, i), s = whole;
		if (!span_starts_nocase(s, SPAN("LIST ")) && !span_starts_nocase(s, SPAN("LSUB ")))
			continue;
		bool quoted = cut_tail(&s, SPAN("\""));
		if (cut_tail(&s, span_str(name)) &&
		    (quoted ? span_ends(s, SPAN("\""))
			    : span_ends(s, SPAN(" ")) || span_ends(s, SPAN("}\r\n"))))
			return whole;
	}
	return (struct span){ NULL, 0 };
}

/* ---- APPEND ------------------------------------------------------------------ */

static void
append(struct imapc *c, enum mood mood, const char *want, const char *box, const char *options,
    struct span message)
{
	int64_t deadline = run_deadline(c->run, REPLY_SECONDS);
	enum response got = RESP_UNTAGGED;
	struct span what = { NULL, 0 };

	imapc_start(c, "APPEND %s %s{%zu}", box, options, message.n);
	while (run_ok(c->run) && got == RESP_UNTAGGED)
		got = imapc_read(c, &what, deadline);
	if (!run_ok(c->run))
		return;
	if (got == RESP_CONTINUE) {
		imapc_raw(c, message);
		imapc_raw(c, SPAN("\r\n"));
		if (mood == MOOD_NEED)
			need_imap_tagged(c, want);
		else
			expect_imap_tagged(c, want);
		return;
	}
	/* Refused before the octets were sent. */
	struct span rest = span_sub(what, strlen(c->tag) + 1, what.n);
	struct span word = span_sub(rest, 0, span_find(rest, 0, ' '));
	if (got == RESP_TAGGED && has_word(span_str(want), word))
		return;
	if (got == RESP_CLOSED && has_word(span_str(want), SPAN("BYE")))
		return;
	run_disappoint(c->run, mood, "APPEND", want, what.n > 0 ? what : linkc_end_text(c->link));
}

void
need_append(struct imapc *c, const char *box, const char *options, struct span message)
{
	append(c, MOOD_NEED, "OK", box, options, message);
}

void
expect_append(
    struct imapc *c, const char *want, const char *box, const char *options, struct span message)
{
	append(c, MOOD_EXPECT, want, box, options, message);
}

struct imapc *
need_filled(struct run *r, const char *word, unsigned n, const char **name)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	*name = need_box(c, word);
	for (unsigned i = 0; i < n; i++)
		need_append(c, *name, "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "SELECT %s", *name);
	return c;
}

/* ---- what answers say ---------------------------------------------------------- */

static struct span
code_in(struct span s, const char *word)
{
	char open[40];
	size_t n = strlen(word), end;

	if (n + 3 > sizeof(open))
		return (struct span){ NULL, 0 };
	open[0] = '[';
	memcpy(open + 1, word, n);
	open[n + 1] = '\0';
	size_t at = span_search_nocase(s, span_str(open));
	end = at < s.n ? span_find(s, at, ']') : s.n;
	if (end >= s.n || (s.p[at + n + 1] != ' ' && s.p[at + n + 1] != ']'))
		return (struct span){ NULL, 0 };
	return span_sub(s, at + 1, end - at - 1);
}

struct span
imapc_code(const struct imapc *c, const char *word)
{
	for (size_t i = 0; i < imapc_lines(c); i++)
		if (code_in(imapc_line(c, i), word).n > 0)
			return code_in(imapc_line(c, i), word);
	return code_in(c->tagged, word);
}

int64_t
span_number(struct span s, unsigned i)
{
	for (size_t at = 0; at < s.n;) {
		int64_t v = 0;
		if (s.p[at] < '0' || s.p[at] > '9') {
			at++;
			continue;
		}
		for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++)
			v = v < INT64_MAX / 20 ? v * 10 + (s.p[at] - '0') : v;
		if (i-- == 0)
			return v;
	}
	return -1;
}

int64_t
imapc_instant(const struct imapc *c)
{
	struct span line = imapc_find(c, "INTERNALDATE \"");
	size_t at = span_search_nocase(line, SPAN("INTERNALDATE \"")) + 14;
	const char *text = run_text(
	    c->run, "%.*s", (int)span_sub(line, at, 26).n, (const char *)span_sub(line, at, 26).p);
	struct tm tm = { 0 };
	const char *zone = strptime(text, "%d-%b-%Y %H:%M:%S ", &tm);

	if (zone == NULL || strlen(zone) < 5 || (zone[0] != '+' && zone[0] != '-'))
		return -1;
	int64_t hhmm = span_number(span_str(zone), 0), east = hhmm / 100 * 3600 + hhmm % 100 * 60;
	return (int64_t)timegm(&tm) - (zone[0] == '-' ? -east : east);
}
