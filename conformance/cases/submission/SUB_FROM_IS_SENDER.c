/* SUB_FROM_IS_SENDER: the From field is the sender: what a client shows is who wrote
 * it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_encrypted(r, recipient(r), recipient(r)), "5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case SUB_FROM_IS_SENDER = {
	.text = "a forged From is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
