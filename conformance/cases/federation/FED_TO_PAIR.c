/* FED_TO_PAIR: a user of this relay writes to one of the other relay (promise Reliable
 * Federation); the body is what was sent, octet by octet. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	pair_turn(r, true);
	const struct account *b = pair_account(r, 0);
	struct imapc *box = imapc_inbox(r, b);

	pair_turn(r, false);
	struct span sent = mail_encrypted(r, sender(r), b->address);
	need_sent_text(r, b->address, sent);
	struct span got = expect_arrival(box, run_token(r));
	expect_true(r, span_eq(mail_body(got), mail_body(sent)), "the body as it was sent",
	    "%zu octets instead of %zu, or others", mail_body(got).n, mail_body(sent).n);
}

const struct test_case FED_TO_PAIR = {
	.text = "mail to a user of the other relay arrives",
	.needs = NEED_MAIL | NEED_PAIR,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
