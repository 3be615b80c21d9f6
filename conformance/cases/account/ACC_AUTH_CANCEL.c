/* ACC_AUTH_CANCEL: "*" cancels an exchange with 501 (RFC 4954, 4); the session goes on
 * and can authenticate. */
#include "conformance/case.h"

static void
answer(struct run *r, const char *line, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN");
	need_reply(c, "334");
	smtpc_send(c, "%s", line);
	expect_reply(c, want);
	expect_alive(c);
}

static void
play(struct run *r)
{
	answer(r, "*", "501 5xx");
}

static void
twin(struct run *r)
{
	answer(r, sasl_plain(r, account(r, 0)->address, account(r, 0)->password), "235");
}

const struct test_case ACC_AUTH_CANCEL = {
	.text = "* cancels AUTH with 501, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
