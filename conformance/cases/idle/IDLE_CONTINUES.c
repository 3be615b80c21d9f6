/* IDLE_CONTINUES: IDLE is answered by "+" at once, DONE by the tagged OK.
 * RFC 2177, 3.  The session must be usable afterwards: the real client selects
 * again and fetches on the same connection. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 0));

	imapc_start(c, "IDLE");
	expect_imap_continue(c);
	imapc_raw(c, SPAN("DONE\r\n"));
	expect_imap_tagged(c, "OK");
	expect_imap(c, "OK", "NOOP");
}

const struct test_case IDLE_CONTINUES = {
	.text = "IDLE is continued with + and ended by DONE with a tagged OK",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
