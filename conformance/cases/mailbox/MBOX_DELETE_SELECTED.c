/* MBOX_DELETE_SELECTED: what one session deletes another may have selected. RFC 2180, 3 leaves
 * open how: the deletion may be refused, the other session may see a mailbox without messages,
 * be refused, or be hung up on. It gets an answer to every command until then, and the account
 * goes on. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "shared", 1, &name);
	struct imapc *other = imapc_login(r, account(r, 0));

	expect_imap(other, "OK NO", "DELETE %s", name);
	expect_imap(c, "OK NO BAD BYE", "NOOP");
	expect_imap(c, "OK NO BAD BYE", "UID FETCH 1:* (FLAGS)");
	expect_imap(c, "OK NO BAD BYE", "UID STORE 1:* +FLAGS (\\Seen)");
	expect_imap(c, "OK NO BAD BYE", "EXPUNGE");
	expect_imap(c, "OK NO BAD BYE", "CLOSE");
	expect_imap(other, "OK", "SELECT INBOX");
	expect_login(r, account(r, 0)->address, account(r, 0)->password, "OK");
}

const struct test_case MBOX_DELETE_SELECTED = {
	.text = "a selected mailbox is deleted without harm",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
