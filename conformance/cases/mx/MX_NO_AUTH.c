/* MX_NO_AUTH: nobody logs in on port 25 (RFC 6409, 3.3).  The credentials are right: on port 465
 * they are taken (twin). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_true(r, !smtpc_offers(c, "AUTH", NULL), "no AUTH in EHLO", "it is there");
	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	expect_reply(c, "502 5xx close");
}

static void
twin(struct run *r)
{
	expect_auth(r, account(r, 0)->address, account(r, 0)->password, "235");
}

const struct test_case MX_NO_AUTH = {
	.text = "port 25 takes no credentials",
	.needs = NEED_SMTP | NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
