/* MBOX_RENAME_CHILDREN: RENAME takes along what lies below the mailbox (RFC 3501, 6.3.5:
 * inferior names MUST be renamed too). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	char d = need_delimiter(c);
	const char *old = need_box(c, "parent"), *name = box_name(r, "moved");
	const char *below = run_text(r, "%s%cchild", old, d);
	const char *after = run_text(r, "%s%cchild", name, d);

	need_imap(c, "OK", "CREATE %s", below);
	expect_imap(c, "OK", "RENAME %s %s", old, name);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, below).n == 0, "the old name below is gone", "it is listed");
	expect_true(r, imapc_listed(c, after).n > 0, "the new name below in LIST", "it is missing");
	expect_imap(c, "OK", "SELECT %s", after);
}

const struct test_case MBOX_RENAME_CHILDREN = {
	.text = "RENAME takes inferior mailboxes along",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
