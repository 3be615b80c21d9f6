/* ACC_LOGIN_AGAIN: the same password works again, on both protocols. */
#include "conformance/case.h"

static void
submission(struct run *r, const struct account *a, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	expect_reply(c, want);
}

static void
mailbox(struct run *r, const struct account *a, const char *want)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", a->address, a->password);
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	mailbox(r, a, "OK");
	mailbox(r, a, "OK");
	submission(r, a, "235");
	submission(r, a, "235");
}

const struct test_case ACC_LOGIN_AGAIN = {
	.text = "a second login works on both protocols",
	.needs = NEED_MAIL,
	.fresh = 1,
	.play = play,
};
