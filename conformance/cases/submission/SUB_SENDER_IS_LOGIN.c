/* SUB_SENDER_IS_LOGIN: the envelope sender is the login: an account does not send in
 * the name of another. */
#include "conformance/case.h"

/* Offers a transaction until something is refused; 250 and 354 go on. */
static void
offer(struct smtpc *c, struct run *r, const char *from, struct span m, const char *last)
{
	smtpc_send(c, "MAIL FROM:<%s>", from);
	expect_reply(c, "250 5xx");
	if (smtpc_code(c) == 250) {
		smtpc_send(c, "RCPT TO:<%s>", recipient(r));
		expect_reply(c, "250 5xx");
	}
	if (smtpc_code(c) == 250) {
		smtpc_send(c, "DATA");
		expect_reply(c, "354 5xx");
	}
	if (smtpc_code(c) == 354) {
		smtpc_text(c, m);
		expect_reply(c, last);
	}
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	offer(c, r, recipient(r), mail_encrypted(r, recipient(r), recipient(r)), "5xx");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	offer(c, r, sender(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case SUB_SENDER_IS_LOGIN = {
	.text = "another envelope sender is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
	.twin = twin,
};
