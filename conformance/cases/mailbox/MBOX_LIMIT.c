/* MBOX_LIMIT: a relay may bound the number of mailboxes. Beyond, CREATE is NO; the session
 * goes on, what exists can be used, and a deletion makes room. A relay without a bound below
 * 80 keeps this too. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, fresh_account(r, 0));
	bool full = false;

	for (int64_t i = 0; i < limit_number(r, "mailboxes_tried") && !full && run_ok(r); i++) {
		expect_imap(c, "OK NO", "CREATE many-%lld", (long long)i);
		full = span_search(imapc_tagged(c), SPAN(" NO ")) < imapc_tagged(c).n;
	}
	expect_imap(c, "OK", "STATUS many-0 (MESSAGES)");
	expect_imap(c, "OK", "DELETE many-0");
	expect_imap(c, "OK", "CREATE many-again");
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case MBOX_LIMIT = {
	.text = "a bound on mailboxes is NO and nothing worse",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
