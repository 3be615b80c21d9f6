/* RET_SESSION_RENEWS: a session that stays open is use of the account, however long ago its login
 * was (decision Q-20): phones keep a connection for weeks.  The session is open while more than 90
 * days pass; afterwards the account must be there.  It is not asked whether the session is: a relay
 * may end idle ones. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	imapc_inbox(r, a);
	need_time(r, inactive_over(r));
	expect_somebody(r, a);
}

const struct test_case RET_SESSION_RENEWS = {
	.text = "an account with an open session does not end",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
