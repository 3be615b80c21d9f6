/* SMTP_MAIL_PARAMS: a parameter that no advertised extension defines is refused with
 * 555 (RFC 5321, 4.1.1.11): to ignore it would be to promise it. */
#include "conformance/case.h"

static void
send(struct run *r, const char *mail, const char *rcpt, const char *want)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "MAIL FROM:<%s>%s", sender(r), mail);
	expect_reply(c, want);
	smtpc_send(c, "RSET");
	need_reply(c, "250");
	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>%s", sender(r), rcpt);
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	send(r, " FOO=bar", " FOO=bar", "555 501 504 5xx");
}

static void
twin(struct run *r)
{
	send(r, " SIZE=1000", "", "250");
}

const struct test_case SMTP_MAIL_PARAMS = {
	.text = "unknown MAIL and RCPT parameters are refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
