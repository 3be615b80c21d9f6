/* RET_ADDRESS_RETURNS: the owner who comes back with the same password has the address again, and
 * an empty mailbox: the letter that came two days before the end, young enough to be kept where
 * accounts stay, has gone with the account.  New mail arrives. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	need_time(r, inactive_under(r));
	need_letter(r, a);
	need_time(r, inactive_over(r) - inactive_under(r));
	need_nobody(r, a);
	expect_login(r, a->address, a->password, "OK");
	struct imapc *c = imapc_inbox(r, a);
	expect_true(r, imapc_number(c, "EXISTS") == 0, "an empty INBOX", "%lld messages",
	    (long long)imapc_number(c, "EXISTS"));
	expect_somebody(r, a);
}

const struct test_case RET_ADDRESS_RETURNS = {
	.text = "who comes back finds the address and an empty mailbox",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 4,
	.play = play,
};
