/* MBOX_COPY: COPY puts a message into another mailbox and leaves it in the first (RFC 3501,
 * 6.4.7). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 2, &from);
	const char *to = need_box(c, "to");

	expect_imap(c, "OK", "COPY 2 %s", to);
	expect_imap(c, "OK", "UID FETCH 1:* (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 2, "two messages stay", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", to);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "one message was copied", "%lld",
	    (long long)imapc_number(c, "MESSAGES"));
}

const struct test_case MBOX_COPY = {
	.text = "COPY copies into another mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
