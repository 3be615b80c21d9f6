/* IMAP_UNSELECT: where UNSELECT is advertised, it leaves the mailbox without expunging (RFC
 * 3691, 2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "left", 1, &name);

	need_offer(c, "UNSELECT");
	need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Deleted)");
	expect_imap(c, "OK", "UNSELECT");
	expect_imap(c, "BAD NO", "FETCH 1 (UID)");
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "the message is still there",
	    "%lld messages", (long long)imapc_number(c, "MESSAGES"));
}

const struct test_case IMAP_UNSELECT = {
	.text = "UNSELECT leaves without expunging",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
