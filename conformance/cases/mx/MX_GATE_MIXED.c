/* MX_GATE_MIXED: one recipient more, known or not, does not make cleartext welcome (chatmail/
 * filtermail inbound.rs: one who wants encryption decides for all). */
#include "conformance/case.h"

static const char *
all(struct run *r)
{
	return run_text(r, "q%.8s@%s %s %s", run_token(r), run_domain(r), account(r, 0)->address,
	    account(r, 1)->address);
}

static void
play(struct run *r)
{
	struct span m = mail_cleartext(r, peer_sender(r), NULL);
	struct imapc *second = imapc_inbox(r, account(r, 1));

	expect_mx_refused_from(r, peer_sender(r), all(r), dkimc_sign(r, m, NULL), "523 5xx");
	need_mx_fence(smtpc_ready(r, PORT_SMTP), second, account(r, 1));
	expect_absent(second, run_token(r));
}

static void
twin(struct run *r)
{
	struct imapc *second = imapc_inbox(r, account(r, 1));

	expect_mx_accepted_from(r, peer_sender(r), all(r), peer_mail(r, NULL));
	expect_arrival(second, run_token(r));
}

const struct test_case MX_GATE_MIXED = {
	.text = "cleartext to several recipients reaches none",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
