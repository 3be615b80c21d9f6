/* DUR_ACCOUNT: an account exists from the answer to its first login on, and survives a crash right
 * behind it.  Nobody logs in before mail for it has been accepted: that would make a lost account
 * anew. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	imapc_login(r, a);
	need_crash(r);
	expect_somebody(r, a);
}

const struct test_case DUR_ACCOUNT = {
	.text = "an account survives a crash behind its first login",
	.needs = NEED_MAIL | NEED_CRASH,
	.accounts = 1,
	.fresh = 1,
	.making = true,
	.mails = 2,
	.play = play,
};
