/* MBOX_PRIVATE: the mailboxes of an account are its own: another account neither lists nor
 * opens them, nor changes them by name. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "mine", 1, &name);
	struct imapc *other = imapc_login(r, account(r, 1));

	expect_imap(other, "OK", "LIST \"\" *");
	expect_true(
	    r, imapc_find(other, name).n == 0, "no mailbox of another account", "it is listed");
	expect_imap(other, "NO", "SELECT %s", name);
	expect_imap(other, "NO", "STATUS %s (MESSAGES)", name);
	expect_imap(other, "NO", "DELETE %s", name);
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "the message of its owner",
	    "%lld messages", (long long)imapc_number(c, "MESSAGES"));
}

const struct test_case MBOX_PRIVATE = {
	.text = "mailboxes are private to their account",
	.needs = NEED_IMAPS,
	.accounts = 2,
	.play = play,
};
