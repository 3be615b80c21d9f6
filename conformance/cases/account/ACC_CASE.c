/* ACC_CASE: a login in upper case is the same account, or refused; never a second
 * mailbox with the same name (decision Q-18). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	const struct account *a = account(r, 0);

	expect_imap(c, "OK NO", "LOGIN \"%s\" \"wrong-wrong-wrong\"", run_upper(r, a->address));
	expect_true(r, span_search(imapc_tagged(c), SPAN(" OK")) == imapc_tagged(c).n,
	    "another password is refused for the name in upper case", "a second account was made");
}

const struct test_case ACC_CASE = {
	.text = "a login in upper case is the same mailbox or refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
