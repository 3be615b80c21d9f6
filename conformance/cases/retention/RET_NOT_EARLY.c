/* RET_NOT_EARLY: for 20 days a message waits for its owner's devices, and comes whole.  Decided an
 * hour before the end: a relay that deletes at once would pass all else. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_inbox(r, a);
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), a->address, mail_encrypted(r, sender(r), a->address));
	struct span early = need_arrival(c, run_token(r));
	need_time(r, limit_number(r, "retention_s") - limit_number(r, "retention_early_s"));
	c = imapc_inbox(r, a);
	expect_messages(c, "INBOX", 1, "the message is still there");
	struct span late = expect_arrival(c, run_token(r));
	expect_true(r, span_eq(early, late), "the octets that came", "%zu octets instead of %zu",
	    late.n, early.n);
}

const struct test_case RET_NOT_EARLY = {
	.text = "a message stays for 20 days",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
