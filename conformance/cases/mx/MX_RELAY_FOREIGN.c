/* MX_RELAY_FOREIGN: mail for other domains is not passed on (RFC 5321, 7.9).  Only RCPT is tried:
 * nothing is ever sent to the foreign address. */
#include "conformance/case.h"

static void
rcpt(struct run *r, const char *to, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "MAIL FROM:<>");
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", to);
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	rcpt(r, "somebody@example.net", "5xx 4xx");
}

static void
twin(struct run *r)
{
	rcpt(r, account(r, 0)->address, "250");
}

const struct test_case MX_RELAY_FOREIGN = {
	.text = "a recipient in another domain is refused on port 25",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
