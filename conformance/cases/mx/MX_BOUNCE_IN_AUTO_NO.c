/* MX_BOUNCE_IN_AUTO_NO: "no" says that a person wrote it (RFC 3834, 5); a filter that asks for the
 * field alone lets it pass. */
#include "conformance/case.h"

static struct span
report(struct run *r, const char *head)
{
	return dkimc_sign(r, peer_report(r, "MAILER-DAEMON", head), NULL);
}

static void
play(struct run *r)
{
	expect_mx_refused_from(
	    r, "", account(r, 0)->address, report(r, "Auto-Submitted: no\r\n"), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted_from(
	    r, "", account(r, 0)->address, report(r, "Auto-Submitted: auto-replied\r\n"));
}

const struct test_case MX_BOUNCE_IN_AUTO_NO = {
	.text = "a report with Auto-Submitted: no is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
