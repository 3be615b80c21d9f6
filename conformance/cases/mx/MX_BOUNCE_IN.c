/* MX_BOUNCE_IN: a delivery report is the one message of another server that comes unencrypted: from
 * mailer-daemon, multipart/report, Auto-Submitted, signed (chatmail/filtermail inbound.rs; RFC 3464).
 * The name comes in any case. */
#include "conformance/case.h"

static struct span
report(struct run *r, const char *local)
{
	return dkimc_sign(r, peer_report(r, local, "Auto-Submitted: auto-replied\r\n"), NULL);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "mailer-daemon", report(r, "mailer-daemon") },
		{ "Mailer-Daemon", report(r, "Mailer-Daemon") },
	};

	expect_mx_accepted_from(r, "", account(r, 0)->address, report(r, "MAILER-DAEMON"));
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case MX_BOUNCE_IN = {
	.text = "a signed delivery report is delivered unencrypted",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
