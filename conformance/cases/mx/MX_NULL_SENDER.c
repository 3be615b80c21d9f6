/* MX_NULL_SENDER: <> is a sender (RFC 5321, 4.5.5; chatmail/filtermail#58, which refused it). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_offer(smtpc_ready(r, PORT_SMTP), "", to, peer_mail(r, to), "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_NULL_SENDER = {
	.text = "mail with the null sender is delivered",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
