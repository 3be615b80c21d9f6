/* MX_LITERAL_FORGE: only From decides whether a signature is needed (chatmail/filtermail inbound.rs):
 * neither EHLO nor the envelope make a literal of an author with a domain. */
#include "conformance/case.h"

static void
offer(struct run *r, const char *author, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	const char *to = account(r, 0)->address;

	smtpc_send(c, "EHLO [192.0.2.7]");
	need_reply(c, "250");
	expect_offer(c, "somebody@[192.0.2.7]", to, mail_encrypted(r, author, to), want);
}

static void
play(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	offer(r, "somebody@example.net", "554 5xx");
	need_fence(box, account(r, 1), account(r, 0));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	offer(r, "somebody@[192.0.2.7]", "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_LITERAL_FORGE = {
	.text = "a literal in EHLO and envelope excuses no other author from DKIM",
	.needs = NEED_SMTP | NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
