/* DLV_SELF: a message to oneself arrives: how a second device gets a copy.
 * chatmail/core sends its own address as the last recipient (bcc_self). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 0));

	expect_offer(s, sender(r), sender(r), mail_encrypted(r, sender(r), sender(r)), "250");
	expect_arrival(c, run_token(r));
}

const struct test_case DLV_SELF = {
	.text = "a message to oneself arrives",
	.needs = NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
