/* MX_SENDER_DIFFERS: who forwards writes another envelope sender; who wrote it is the signature's to
 * say (chatmail/filtermail#67, #72). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = peer_address(r, "SRS0=x1=y2=example.org=alice", "forwarder");
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_offer(smtpc_ready(r, PORT_SMTP), from, to, peer_mail(r, to), "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_SENDER_DIFFERS = {
	.text = "mail whose envelope sender is not its author is delivered",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
