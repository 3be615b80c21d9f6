/* IMAP_CHATMAIL_CAPABILITY: XCHATMAIL after login tells the client that this is a
 * chatmail relay (decision Q-11): it then deletes what it has fetched. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "CAPABILITY");
	expect_true(r, imapc_find(c, "XCHATMAIL").n > 0, "XCHATMAIL", "missing");
}

const struct test_case IMAP_CHATMAIL_CAPABILITY = {
	.text = "XCHATMAIL is advertised after login",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
