/* MBOX_MOVE: where MOVE is advertised, it takes a message out of one mailbox into another (RFC
 * 6851, 3.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 2, &from);
	const char *to = need_box(c, "to");

	need_offer(c, "MOVE");
	expect_imap(c, "OK", "MOVE 1 %s", to);
	expect_true(r, imapc_find(c, "1 EXPUNGE").n > 0, "* 1 EXPUNGE", "none");
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", to);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "1 message in the target", "%lld",
	    (long long)imapc_number(c, "MESSAGES"));
	expect_imap(c, "OK", "UID FETCH 1:* (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "1 message is left", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
}

const struct test_case MBOX_MOVE = {
	.text = "MOVE moves into another mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
