/* OUT_LOCAL_STAYS: local recipients get their copy whatever becomes of the foreign ones, and
 * other servers are not told of them. The peer puts the message off until the local copy is there.
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct imapc *box = imapc_inbox(r, account(r, 1));
	const char *bob = peer_address(r, "bob", "");

	sink_rule(s, "RCPT", "451 4.3.0 not now", 1);
	need_sent(r, run_text(r, "%s %s", bob, recipient(r)));
	expect_arrival(box, run_token(r));
	struct sink_mail m =
	    expect_mail_within(s, 1, (unsigned)limit_number(r, "out_retry_seconds"));
	expect_true(r, m.to_n == 1 && span_eq_nocase(span_str(m.to[0]), span_str(bob)), bob,
	    "%zu recipients, %s", m.to_n, m.to_n > 0 ? m.to[0] : "none");
	expect_true(r, sink_commands(s, run_text(r, "RCPT TO:<%s", recipient(r))) == 0,
	    "no local recipient named to the peer", "%s was", recipient(r));
}

const struct test_case OUT_LOCAL_STAYS = {
	.text = "local recipients stay here and do not wait",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 2,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
