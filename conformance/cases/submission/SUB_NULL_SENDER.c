/* SUB_NULL_SENDER: an account does not send bounces: the null sender is refused on
 * submission. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(c, "", recipient(r), mail_encrypted(r, sender(r), recipient(r)), "5xx");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(c, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case SUB_NULL_SENDER = {
	.text = "the null sender is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
	.twin = twin,
};
