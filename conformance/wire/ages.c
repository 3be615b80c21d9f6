/* What cases on retention share: counting what is left, dating, filling a mailbox. */
#include "conformance/wire/imapc.h"

#include <time.h>

enum { FILL_MOST_KIB = 65536 }; /* of a limit: above, filling is too dear */

int64_t
retention_over(struct run *r)
{
	return limit_number(r, "retention_s") + limit_number(r, "retention_grace_s");
}

/* ---- counting ----------------------------------------------------------------- */

int64_t
need_messages(struct imapc *c, const char *box)
{
	need_imap(c, "OK", "STATUS %s (MESSAGES)", box);
	return imapc_number(c, "MESSAGES");
}

void
expect_messages(struct imapc *c, const char *box, int64_t n, const char *what)
{
	int64_t got = need_messages(c, box);

	expect_true(c->run, got == n, what, "%lld messages in %s, not %lld", (long long)got, box,
	    (long long)n);
}

/* The name in a LIST line as it can be sent again, an atom or quoted; n = 0: nothing that can be
 * selected, or a literal. */
static struct span
name_in(struct span line)
{
	size_t flags = span_find(line, 0, ')'), delimiter = span_find(line, flags + 2, ' ');
	struct span name = span_sub(line, delimiter + 1, line.n);
	bool none = span_search_nocase(line, SPAN("\\Noselect")) < flags;

	return none || span_starts_nocase(name, SPAN("{")) ? (struct span){ NULL, 0 } : name;
}

void
expect_all_empty(struct imapc *c)
{
	const char *names[64];
	size_t n = 0;

	need_imap(c, "OK", "LIST \"\" *");
	for (size_t i = 0; i < imapc_lines(c) && n < COUNT_OF(names); i++) {
		struct span line = imapc_line(c, i), name;
		if (!span_starts_nocase(line, SPAN("LIST ")))
			continue;
		name = name_in(line);
		if (name.n > 0)
			names[n++] = run_text(c->run, "%.*s", (int)name.n, (const char *)name.p);
	}
	need_true(c->run, n > 0, "LIST shows mailboxes");
	for (size_t i = 0; i < n; i++)
		expect_messages(c, names[i], 0, "no message in any mailbox");
}

void
expect_age_kept(struct run *r, const char *command, const char *extension)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 1, &from);
	const char *to = need_box(c, "to");
	int64_t before = limit_number(r, "retention_s") / 4 * 3;

	if (extension != NULL)
		need_offer(c, extension);
	need_time(r, before);
	need_imap(c, "OK", "NOOP");
	need_imap(c, "OK", "%s 1 %s", command, to);
	need_append(c, to, "", mail_encrypted(r, sender(r), sender(r)));
	expect_messages(c, to, 2, "the message is there after 15 days");
	need_time(r, retention_over(r) - before);
	expect_messages(imapc_login(r, account(r, 0)), to, 1,
	    "only what came later is there: the message kept its age");
}

/* ---- dating ------------------------------------------------------------------- */

int64_t
need_relay_time(struct imapc *c)
{
	struct run *r = c->run;
	const char *name = need_box(c, "clock");

	need_append(c, name, "", mail_encrypted(r, c->address, c->address));
	need_imap(c, "OK", "EXAMINE %s", name);
	need_imap(c, "OK", "FETCH 1 (INTERNALDATE)");
	int64_t now = imapc_instant(c);
	need_true(r, now > 0, "an INTERNALDATE");
	need_imap(c, "OK", "CLOSE");
	need_imap(c, "OK", "DELETE %s", name);
	return now;
}

const char *
imap_date(struct run *r, int64_t when)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	time_t t = (time_t)when;
	struct tm tm = { .tm_mday = 1 };

	gmtime_r(&t, &tm);
	return run_text(r, "\"%02d-%s-%d %02d:%02d:%02d +0000\" ", tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- sizes -------------------------------------------------------------------- */

enum { AROUND_ARMOR = 2000, ARMOR_LINE = 64, LINE_ENDS = 2 };

struct span
mail_sized(struct run *r, const char *from, const char *to, size_t octets)
{
	size_t lines = (octets - AROUND_ARMOR) / (ARMOR_LINE + LINE_ENDS);
	struct span filler = pgp_packet(r, 18, pgp_seipd1(r, lines * ARMOR_LINE / 4 * 3));

	return mail_packets(r, from, to, edit_join(r, pgp_esk(r), filler));
}

struct imapc *
need_large(struct run *r, const struct account *to, size_t octets)
{
	struct imapc *c = imapc_inbox(r, to);
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), to->address, mail_sized(r, sender(r), to->address, octets));
	need_arrival(c, run_token(r));
	return c;
}

struct quota
need_quota(struct imapc *c)
{
	struct quota q = { -1, -1 };

	need_offer(c, "QUOTA");
	need_imap(c, "OK", "GETQUOTAROOT INBOX");
	struct span line = imapc_find(c, "STORAGE ");
	size_t at = span_search_nocase(line, SPAN("STORAGE "));
	if (at < line.n) {
		q.used = span_number(span_sub(line, at, line.n), 0);
		q.limit = span_number(span_sub(line, at, line.n), 1);
	}
	if (run_ok(c->run) && (q.used < 0 || q.limit <= 0))
		run_not_applicable(c->run, "no limit of storage is told");
	return q;
}

void
need_fill(struct imapc *c, const char *box, unsigned n)
{
	struct run *r = c->run;
	struct quota q = need_quota(c);

	if (!run_ok(r))
		return;
	if (q.limit > FILL_MOST_KIB) {
		run_inconclusive(
		    r, "budget", "a quota of %lld KiB is too dear to fill", (long long)q.limit);
		return;
	}
	/* One goes over the network, its copies are as old.  Where they do not count, this is no way to
	 * fill; one alone may be what makes the relay delete others. */
	int64_t one = q.limit * FILL_PERCENT / 100;
	need_append(c, box, "", mail_sized(r, c->address, c->address, (size_t)one * 1024));
	need_imap(c, "OK", "SELECT %s", box);
	for (unsigned i = 1; i < n; i++) {
		need_imap(c, "OK", "COPY * %s", box);
		if (i == 1)
			need_true(r, need_quota(c).used > q.used + one * 3 / 2, "a copy counts");
	}
	need_imap(c, "OK", "CLOSE");
}
