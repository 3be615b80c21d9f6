/* MX_PIPELINING: groups of commands in one segment get their replies in order (RFC 2920, 3.1), also
 * behind the end of a message, where the relay still has to ask for the key. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = peer_sender(r), *to = account(r, 0)->address;
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	struct span group = run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n", from, to);
	struct span m = peer_mail(r, to);

	expect_true(r, smtpc_offers(c, "PIPELINING", NULL), "PIPELINING in EHLO", "it is missing");
	smtpc_raw(c, group);
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "354");
	smtpc_raw(c, edit_join(r, edit_join(r, m, SPAN(".\r\n")), group));
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "354");
	smtpc_text(c, peer_mail(r, to));
	expect_reply(c, "250");
}

const struct test_case MX_PIPELINING = {
	.text = "pipelined commands are answered in order on port 25",
	.needs = NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
