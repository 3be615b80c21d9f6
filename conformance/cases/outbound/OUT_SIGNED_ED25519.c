/* OUT_SIGNED_ED25519: beside RSA the relay signs with Ed25519 (RFC 8463). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", ""));
	expect_dkim_pass(r, need_mail_at(s, 1).octets, run_domain(r), "ed25519-sha256", NULL);
}

const struct test_case OUT_SIGNED_ED25519 = {
	.text = "there is also a signature with Ed25519",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
