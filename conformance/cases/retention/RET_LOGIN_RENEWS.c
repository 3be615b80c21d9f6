/* RET_LOGIN_RENEWS: a login by IMAP begins the 90 days anew (chatmail/relay lastlogin.py): after
 * 89 days, a login, and 89 days more the account is still there.  That the days pass at all is
 * RET_ACCOUNT. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	need_time(r, inactive_under(r));
	need_visit(r, a);
	need_time(r, inactive_under(r));
	expect_somebody(r, a);
}

const struct test_case RET_LOGIN_RENEWS = {
	.text = "a login over IMAP begins the 90 days anew",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
