/* MX_LITERAL_SENDER: a relay without a domain has no place for a key: encrypted mail of its users
 * passes unsigned (chatmail/relay iponly.rst; decision Q-84).  The address is nobody's (RFC 5737), and
 * not that of the connection. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = "somebody@[192.0.2.7]", *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_offer(smtpc_ready(r, PORT_SMTP), from, to, mail_encrypted(r, from, to), "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_LITERAL_SENDER = {
	.text = "encrypted mail of an author at an address literal is delivered unsigned",
	.needs = NEED_SMTP | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
