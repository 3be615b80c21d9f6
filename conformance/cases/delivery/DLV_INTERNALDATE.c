/* DLV_INTERNALDATE: INTERNALDATE is when the relay got the message, not what its
 * Date field says.  RFC 3501, 2.3.3.  Retention counts from it, so a client must
 * not set it.  Decided by day, with a day of tolerance: clocks differ.  The Date is three
 * days old: a relay that believed an older one might delete the message at once. */
#include "conformance/case.h"

#include <time.h>

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	struct span date = mail_field(m, "Date");
	const char *old = run_text(r, "%.*s", (int)date.n, (const char *)date.p);

	time_t then = time(NULL) - 3 * 86400;
	struct tm tm;
	char when[40];
	strftime(when, sizeof(when), "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&then, &tm));
	m = edit_replace(r, m, old, when);
	need_submit(s, sender(r), recipient(r), m);
	need_arrival(c, run_token(r));
	expect_imap(c, "OK", "UID FETCH %u (INTERNALDATE)", imapc_uid(c));
	struct span line = imapc_find(c, "INTERNALDATE");
	size_t at = span_search_nocase(line, SPAN("INTERNALDATE \""));
	struct span day = span_sub(line, at + 14, 26);
	const char *text = run_text(r, "%.*s", (int)day.n, (const char *)day.p);
	tm = (struct tm){ 0 };
	expect_true(r, run_ok(r) && strptime(text, "%d-%b-%Y %H:%M:%S", &tm) != NULL,
	    "dd-Mon-yyyy hh:mm:ss +zzzz", "%s", text);
	double off = difftime(time(NULL), timegm(&tm));
	expect_true(r, off > -86400 && off < 86400, "a date within a day of now", "%s", text);
}

const struct test_case DLV_INTERNALDATE = {
	.text = "INTERNALDATE is the time of arrival",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
