/* OUT_ONE_TRANSACTION: recipients at one domain share a transaction (RFC 5321, 4.5.4.1 SHOULD),
 * also when the domain is written in another case. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = run_text(r, "%s %s carl@%s", peer_address(r, "anna", ""),
	    peer_address(r, "bob", ""), run_upper(r, peer_domain(r)));

	need_sent(r, to);
	struct sink_mail m = need_mail_at(s, 1);
	expect_true(r, m.to_n == 3, "one transaction with three recipients", "%zu of them", m.to_n);
	need_sent_fence(r);
	expect_mails_at(s, 1);
}

const struct test_case OUT_ONE_TRANSACTION = {
	.text = "recipients at one domain share a transaction",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
