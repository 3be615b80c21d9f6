/* ACC_CREATE_IMAP: the first LOGIN with an unknown well-formed address makes the
 * account: onboarding is one login (chatmail/relay doveauth.py). A second session
 * proves that it exists. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, "OK", "LOGIN \"%s\" \"%s\"", a->address, a->password);
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case ACC_CREATE_IMAP = {
	.text = "the first IMAP LOGIN creates the account",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.making = true,
	.play = play,
};
