/* SUB_SENDER_IS_LOGIN: the envelope sender is the login: an account does not send in
 * the name of another. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(
	    c, recipient(r), recipient(r), mail_encrypted(r, recipient(r), recipient(r)), "5xx");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(c, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case SUB_SENDER_IS_LOGIN = {
	.text = "another envelope sender is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
	.twin = twin,
};
