/* FED_FROM_PAIR: a user of the other relay writes to one of this relay (promise Reliable
 * Federation); the body is what was sent, octet by octet. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	pair_turn(r, true);
	const struct account *b = pair_account(r, 0);
	struct smtpc *c = smtpc_login(r, b);
	struct span sent = mail_encrypted(r, b->address, account(r, 0)->address);
	need_submit(c, b->address, account(r, 0)->address, sent);
	pair_turn(r, false);
	struct span got = expect_arrival(box, run_token(r));
	expect_true(r, span_eq(mail_body(got), mail_body(sent)), "the body as it was sent",
	    "%zu octets instead of %zu, or others", mail_body(got).n, mail_body(sent).n);
}

const struct test_case FED_FROM_PAIR = {
	.text = "mail from a user of the other relay arrives",
	.needs = NEED_MAIL | NEED_PAIR,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
