/* MX_RELAY_PERMANENT: the refusal of a foreign recipient is final (chatmail/relay#977): 4yz would be
 * tried again for days.  Another domain, one beneath the relay's own, and an address literal. */
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
	rcpt(r, "somebody@example.net", "554 5xx");
	rcpt(r, run_text(r, "somebody@no-such-host.%s", run_domain(r)), "554 5xx");
	rcpt(r, "somebody@[192.0.2.25]", "554 5xx");
}

static void
twin(struct run *r)
{
	rcpt(r, account(r, 0)->address, "250");
}

const struct test_case MX_RELAY_PERMANENT = {
	.text = "a recipient in another domain is refused for good",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
