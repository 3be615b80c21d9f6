/* OUT_PER_RECIPIENT: a refused recipient does not take the others along (decision Q-93): they
 * get the message, and what comes back to the sender names the refused one only. The To field,
 * which a report may quote, has no other. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *bob = peer_address(r, "bob", ""), *anna = peer_address(r, "anna", ""),
		   *carl = peer_address(r, "carl", "");
	struct imapc *box = imapc_inbox(r, account(r, 0));

	sink_rule(s, "RCPT TO:<bob", "550 5.1.1 nobody of this name", 0);
	need_sent(r, run_text(r, "%s %s %s", bob, anna, carl));
	struct sink_mail m = expect_mail_at(s, 1);
	expect_true(r, m.to_n == 2, "the message for the two others", "for %zu", m.to_n);
	struct span report = expect_returned(r, box, bob);
	expect_true(r, span_search(report, span_str(anna)) == report.n, "nothing of the others",
	    "%s is in the report", anna);
	expect_true(r, span_search(report, span_str(carl)) == report.n, "nothing of the others",
	    "%s is in the report", carl);
}

const struct test_case OUT_PER_RECIPIENT = {
	.text = "one refused recipient does not keep the message from others",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
