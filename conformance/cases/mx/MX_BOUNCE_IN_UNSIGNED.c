/* MX_BOUNCE_IN_UNSIGNED: the exception is one of the gate, not of DKIM (chatmail/filtermail
 * inbound.rs). */
#include "conformance/case.h"

static struct span
report(struct run *r)
{
	return peer_report(r, "MAILER-DAEMON", "Auto-Submitted: auto-replied\r\n");
}

static void
play(struct run *r)
{
	expect_mx_refused_from(r, "", account(r, 0)->address, report(r), "554 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted_from(r, "", account(r, 0)->address, dkimc_sign(r, report(r), NULL));
}

const struct test_case MX_BOUNCE_IN_UNSIGNED = {
	.text = "an unsigned delivery report is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
