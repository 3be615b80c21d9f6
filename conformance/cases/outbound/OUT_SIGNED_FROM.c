/* OUT_SIGNED_FROM: the signature is aligned with From, and From is signed once more than it is
 * there (RFC 6376, 8.15): a second From in front, which some programs would show, breaks it. */
#include "conformance/case.h"

static bool
any_pass(struct run *r, struct span message)
{
	struct dkim_seen seen[DKIMC_SEEN_MOST];

	for (size_t n = dkimc_read(r, message, seen); n > 0; n--)
		if (seen[n - 1].pass)
			return true;
	return false;
}

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);

	need_sent(r, peer_address(r, "bob", ""));
	struct span m = need_mail_at(s, 1).octets;
	expect_dkim_pass(r, m, run_domain(r), NULL, "From");
	struct span forged = edit_join(r, run_span(r, "From: <mallory@%s>\r\n", run_domain(r)), m);
	expect_true(r, !any_pass(r, forged), "no signature that a second From leaves whole",
	    "one verifies with another From in front");
}

const struct test_case OUT_SIGNED_FROM = {
	.text = "a second From field breaks the signature",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
