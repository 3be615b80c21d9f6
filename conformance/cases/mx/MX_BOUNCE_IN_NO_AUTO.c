/* MX_BOUNCE_IN_NO_AUTO: without the field by which programs say that no person wrote it, a report is
 * cleartext like any other (chatmail/filtermail inbound.rs; RFC 3834, 5). */
#include "conformance/case.h"

static struct span
report(struct run *r, const char *head)
{
	return dkimc_sign(r, peer_report(r, "MAILER-DAEMON", head), NULL);
}

static void
play(struct run *r)
{
	expect_mx_refused_from(r, "", account(r, 0)->address, report(r, ""), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted_from(
	    r, "", account(r, 0)->address, report(r, "Auto-Submitted: auto-replied\r\n"));
}

const struct test_case MX_BOUNCE_IN_NO_AUTO = {
	.text = "a report without Auto-Submitted is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
