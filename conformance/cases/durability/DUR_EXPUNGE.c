/* DUR_EXPUNGE: a message that was expunged does not come back with a crash (promise Zero State),
 * neither under its UID nor under another; its neighbour stays. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "expunge", 2, &name);

	need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Deleted)");
	need_imap(c, "OK", "EXPUNGE");
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	need_imap(c, "OK", "SELECT %s", name);
	expect_true(r, imapc_number(c, "EXISTS") == 1, "one message of two", "%lld",
	    (long long)imapc_number(c, "EXISTS"));
}

const struct test_case DUR_EXPUNGE = {
	.text = "a message that was expunged does not come back with a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
