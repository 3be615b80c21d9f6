/* SUB_AUTH_REQUIRED: nobody submits without a login. Servers differ in when they say
 * so: at MAIL, RCPT or DATA. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	expect_offer(c, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "5xx");
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(c, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)), "250");
}

const struct test_case SUB_AUTH_REQUIRED = {
	.text = "mail without login is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 2,
	.mails = 1,
	.play = play,
	.twin = twin,
};
