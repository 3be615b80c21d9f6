/* MBOX_MOVE_SEEN_BY_OTHERS: other sessions learn that a message was moved away, and those in
 * the target that it came (RFC 6851, 3.3; RFC 3501, 5.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 1, &from);
	const char *to = need_box(c, "to");
	struct imapc *there = imapc_login(r, account(r, 0)), *here = imapc_login(r, account(r, 0));

	need_offer(c, "MOVE");
	need_imap(here, "OK", "SELECT %s", from);
	need_imap(there, "OK", "SELECT %s", to);
	expect_imap(c, "OK", "MOVE 1 %s", to);
	expect_imap(here, "OK", "NOOP");
	expect_imap_untagged(here, "1 EXPUNGE");
	expect_imap(there, "OK", "NOOP");
	expect_imap_untagged(there, "1 EXISTS");
}

const struct test_case MBOX_MOVE_SEEN_BY_OTHERS = {
	.text = "other sessions see a move",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
