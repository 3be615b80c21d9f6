/* MBOX_RENAME: RENAME moves the name; the messages stay in it (RFC 3501, 6.3.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *old = need_box(c, "old"), *name = box_name(r, "renamed");

	need_append(c, old, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "RENAME %s %s", old, name);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, old).n == 0, "the old name is gone", "it is listed");
	expect_true(r, imapc_listed(c, name).n > 0, "the new name in LIST", "it is missing");
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "1 message", "%lld",
	    (long long)imapc_number(c, "MESSAGES"));
}

const struct test_case MBOX_RENAME = {
	.text = "RENAME keeps the messages",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
