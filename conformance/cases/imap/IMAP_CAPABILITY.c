/* IMAP_CAPABILITY: CAPABILITY works before and after login and names IMAP4rev1,
 * AUTH=PLAIN before, IDLE after (RFC 3501, 6.1.1; RFC 2177). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, "OK", "CAPABILITY");
	expect_true(r, imapc_find(c, "IMAP4rev1").n > 0, "IMAP4rev1 before login", "missing");
	expect_true(r, imapc_find(c, "AUTH=PLAIN").n > 0, "AUTH=PLAIN before login", "missing");
	c = imapc_login(r, account(r, 0));
	expect_imap(c, "OK", "CAPABILITY");
	expect_true(r, imapc_find(c, "IMAP4rev1").n > 0, "IMAP4rev1 after login", "missing");
	expect_true(r, imapc_find(c, "IDLE").n > 0, "IDLE after login", "missing");
}

const struct test_case IMAP_CAPABILITY = {
	.text = "capabilities are advertised before and after login",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
