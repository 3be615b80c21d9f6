/* IMAP_LOGOUT: LOGOUT: BYE, then the tagged OK, then the end (RFC 3501, 6.1.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "LOGOUT");
	expect_true(r, imapc_find(c, "BYE").n > 0, "an untagged BYE before OK", "none");
	expect_imap(c, "BYE", "NOOP");
}

const struct test_case IMAP_LOGOUT = {
	.text = "LOGOUT gives BYE and OK and closes",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
