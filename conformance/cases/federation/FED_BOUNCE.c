/* FED_BOUNCE: mail to a user whom the other relay does not have comes back as a report (RFC
 * 5321, 6.1; chatmail/relay#964: unsigned ones never arrived). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	pair_turn(r, true);
	const char *nobody = run_text(r, "q%.8s@%s", run_token(r), run_domain(r));
	pair_turn(r, false);
	need_sent(r, nobody);
	expect_returned(r, box, nobody);
}

const struct test_case FED_BOUNCE = {
	.text = "mail to an unknown user of the other relay comes back",
	.needs = NEED_MAIL | NEED_PAIR,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
