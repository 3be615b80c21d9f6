/* OUT_BOUNCE: a refusal comes back with the peer's own code and words (RFC 3464, 2.3.6;
 * chatmail/filtermail#140). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = peer_address(r, "bob", "");
	struct imapc *box = imapc_inbox(r, account(r, 0));

	sink_rule(s, "RCPT", "550 5.1.1 moved-to-the-moon", 0);
	need_sent(r, to);
	struct span report = expect_returned(r, box, to);
	expect_true(r, span_search(report, SPAN("moved-to-the-moon")) < report.n,
	    "the peer's words in the report", "they are not in it");
	expect_true(r, span_search(report, SPAN("5.1.1")) < report.n,
	    "the peer's code in the report", "it is not in it");
}

const struct test_case OUT_BOUNCE = {
	.text = "a refusal comes back with the peer's words",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
