/* OUT_DANE_MISMATCH: a certificate that a DNSSEC-signed TLSA record contradicts is refused,
 * whoever has issued it (RFC 7672, 2.2). The twin's record names its key. */
#include "conformance/case.h"

static struct sink *
send_with(struct run *r, bool right)
{
	struct sink *s = sink_mx(r);

	if (!dnsc_is_signed(r))
		run_not_applicable(r, "the zone is not signed with DNSSEC");
	sink_tlsa(s, right);
	need_sent(r, peer_address(r, "bob", ""));
	return s;
}

static void
play(struct run *r)
{
	expect_not_given(r, send_with(r, false));
}

static void
twin(struct run *r)
{
	expect_mail_at(send_with(r, true), 1);
}

const struct test_case OUT_DANE_MISMATCH = {
	.text = "a peer whose certificate contradicts its TLSA record gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
