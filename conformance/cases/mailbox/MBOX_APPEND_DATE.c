/* MBOX_APPEND_DATE: the date of APPEND becomes the INTERNALDATE (RFC 3501, 6.3.11). Decided by
 * the instant: a server may show it in another zone. Two days ago, as relays delete what is old. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "dated");
	int64_t then = need_relay_time(c) - 2 * 86400, east = 5400;

	expect_append(c, "OK", name, run_text(r, "%.22s+0130\" ", imap_date(r, then + east)),
	    mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "FETCH 1 (INTERNALDATE)");
	expect_true(r, imapc_instant(c) == then, "the date that was given",
	    "%lld seconds since 1970", (long long)imapc_instant(c));
}

const struct test_case MBOX_APPEND_DATE = {
	.text = "APPEND sets the INTERNALDATE that it names",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
