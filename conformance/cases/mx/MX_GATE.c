/* MX_GATE: mail of other servers has to be encrypted as well; a right signature does not help
 * (chatmail/filtermail inbound.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_cleartext(r, peer_sender(r), account(r, 0)->address);

	expect_mx_refused(r, dkimc_sign(r, m, NULL), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_GATE = {
	.text = "signed cleartext is refused on port 25",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
