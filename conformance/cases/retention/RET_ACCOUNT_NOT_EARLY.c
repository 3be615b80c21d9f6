/* RET_ACCOUNT_NOT_EARLY: for 90 days after a login the account stays, and with it mail that has
 * come in the meantime.  Relays that remember the day of a login only (chatmail/relay user.py) end
 * it up to a day earlier, so 89 days are waited for.  The mail is sent before anybody logs in, who
 * would make a lost account anew. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	need_time(r, inactive_under(r));
	expect_somebody(r, a);
}

const struct test_case RET_ACCOUNT_NOT_EARLY = {
	.text = "an account stays for 89 days after its last login",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
