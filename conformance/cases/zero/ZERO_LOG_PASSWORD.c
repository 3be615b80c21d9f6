/* ZERO_LOG_PASSWORD: no log has a password, right or wrong, as it is or as clients send it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	const char *wrong = run_text(r, "wrong%s", run_token(r));
	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	struct smtpc *s = smtpc_ready(r, PORT_SUBMISSIONS);

	need_imap(c, "NO", "LOGIN \"%s\" \"%s\"", a->address, wrong);
	smtpc_send(s, "AUTH PLAIN %s", sasl_plain(r, a->address, wrong));
	need_reply(s, "535 5xx");
	need_visit(r, a);
	smtpc_login(r, a);
	expect_not_in_logs(r, wrong);
	expect_not_in_logs(r, sasl_plain(r, a->address, wrong));
	expect_not_in_logs(r, a->password);
	expect_not_in_logs(r, sasl_plain(r, a->address, a->password));
}

const struct test_case ZERO_LOG_PASSWORD = {
	.text = "no log has a password",
	.needs = NEED_MAIL | NEED_LOGS,
	.accounts = 1,
	.play = play,
};
