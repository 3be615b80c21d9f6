/* OUT_DANE_UNSIGNED: TLSA records that DNSSEC does not vouch for are ignored (RFC 7672, 2.2.1).
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	dnsc_unsigned(r, "");
	struct sink *s = sink_mx(r);

	sink_tlsa(s, false);
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_DANE_UNSIGNED = {
	.text = "TLSA records without DNSSEC are ignored",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
