/* MBOX_APPEND_DATE: the date of APPEND becomes the INTERNALDATE (RFC 3501, 6.3.11). Decided by
 * the instant: a server may show it in another zone. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "dated");

	expect_append(c, "OK", name, "\"05-Feb-2021 10:11:12 +0130\" ",
	    mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "FETCH 1 (INTERNALDATE)");
	expect_true(r, imapc_instant(c) == INT64_C(1612514472), "the date that was given",
	    "%lld seconds since 1970", (long long)imapc_instant(c));
}

const struct test_case MBOX_APPEND_DATE = {
	.text = "APPEND sets the INTERNALDATE that it names",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
