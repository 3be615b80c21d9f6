/* MBOX_EXAMINE_OTHER: EXAMINE opens any mailbox read-only (RFC 3501, 6.3.2): the answer says
 * READ-ONLY, and neither STORE nor EXPUNGE nor CLOSE changes it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *owner = need_filled(r, "look", 1, &name);
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(owner, "OK", "STORE 1 +FLAGS (\\Deleted)");
	expect_imap(c, "OK", "EXAMINE %s", name);
	expect_true(r, imapc_code(c, "READ-ONLY").n > 0, "[READ-ONLY]", "another code");
	expect_true(r, imapc_number(c, "EXISTS") == 1, "1 EXISTS", "%lld",
	    (long long)imapc_number(c, "EXISTS"));
	expect_imap(c, "NO BAD OK", "STORE 1 +FLAGS (\\Flagged)");
	expect_imap(c, "NO BAD OK", "EXPUNGE");
	expect_imap(c, "OK", "CLOSE");
	expect_imap(owner, "OK", "FETCH 1 (UID FLAGS)");
	expect_true(r,
	    imapc_fetch_uids(owner, NULL, 0) == 1 && imapc_find(owner, "\\Flagged").n == 0,
	    "the message, not flagged", "it is gone or changed");
}

const struct test_case MBOX_EXAMINE_OTHER = {
	.text = "EXAMINE of another mailbox changes nothing",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
