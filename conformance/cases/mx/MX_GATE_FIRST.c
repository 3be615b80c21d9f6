/* MX_GATE_FIRST: of a message that is neither encrypted nor signed the former is said (chatmail/
 * filtermail#69): the gate costs nothing, DKIM asks the network. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_mx_refused(r, mail_cleartext(r, peer_sender(r), account(r, 0)->address), "523");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_GATE_FIRST = {
	.text = "unsigned cleartext is refused for not being encrypted",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
