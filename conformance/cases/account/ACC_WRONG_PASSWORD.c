/* ACC_WRONG_PASSWORD: a wrong password is refused on both protocols and does not
 * replace the stored one. */
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
	const struct account *a = account(r, 0);
	struct account wrong = { a->address, "wrongwrongwrong" };

	mailbox(r, &wrong, "NO");
	submission(r, &wrong, "535 5xx");
	mailbox(r, a, "OK");
	mailbox(r, &wrong, "NO");
}

static void
twin(struct run *r)
{
	mailbox(r, account(r, 0), "OK");
	submission(r, account(r, 0), "235");
}

const struct test_case ACC_WRONG_PASSWORD = {
	.text = "a wrong password is refused and changes nothing",
	.needs = NEED_MAIL,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
