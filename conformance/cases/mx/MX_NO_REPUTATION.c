/* MX_NO_REPUTATION: DKIM is what counts (chatmail/relay overview.rst).  The domain has never been
 * seen, its SPF forbids every address, its DMARC policy is to reject what fails SPF and DKIM, the
 * address of the connection has no name; the first attempt is accepted. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	dnsc_txt(r, "", SPAN("v=spf1 -all"));
	dnsc_txt(r, "_dmarc", SPAN("v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s"));
	expect_offer(smtpc_ready(r, PORT_SMTP), peer_sender(r), to, peer_mail(r, to), "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_NO_REPUTATION = {
	.text = "neither SPF nor DMARC nor a missing name stops signed mail",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
