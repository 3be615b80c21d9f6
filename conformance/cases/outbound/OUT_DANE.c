/* OUT_DANE: a self-signed certificate whose key a DNSSEC-signed TLSA record names is good (RFC
 * 7672, 3.1.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_open(r, "mx1", (struct sink_how){ .certificate = SINK_SELF_SIGNED });

	if (!dnsc_is_signed(r))
		run_not_applicable(r, "the zone is not signed with DNSSEC");
	sink_tlsa(s, true);
	dnsc_set(r, "", "MX", "10 mx1");
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_DANE = {
	.text = "a certificate that DNSSEC vouches for is accepted",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
