/* ACC_AUTH_TWICE: after a successful AUTH there is no second one (RFC 4954, 4): a
 * session has one identity. */
#include "conformance/case.h"

static void
again(struct run *r, struct smtpc *c, const char *want)
{
	smtpc_send(
	    c, "AUTH PLAIN %s", sasl_plain(r, account(r, 0)->address, account(r, 0)->password));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	again(r, smtpc_login(r, account(r, 0)), "503 5xx");
}

static void
twin(struct run *r)
{
	again(r, smtpc_ready(r, PORT_SUBMISSIONS), "235");
}

const struct test_case ACC_AUTH_TWICE = {
	.text = "a second AUTH is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
