/* MBOX_APPEND_FLAGS: the flags of APPEND are those of the message, and no others (RFC 3501,
 * 6.3.11). \\Recent is the server's. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "kept");

	expect_append(
	    c, "OK", name, "(\\Seen \\Flagged) ", mail_encrypted(r, sender(r), sender(r)));
	expect_append(c, "OK", name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "FETCH 1 (FLAGS)");
	expect_true(r, imapc_find(c, "\\Seen").n > 0 && imapc_find(c, "\\Flagged").n > 0,
	    "\\Seen and \\Flagged", "one is missing");
	expect_imap(c, "OK", "FETCH 2 (FLAGS)");
	expect_true(r, imapc_find(c, "\\Seen").n == 0 && imapc_find(c, "\\Flagged").n == 0,
	    "no flags without a list", "there are");
}

const struct test_case MBOX_APPEND_FLAGS = {
	.text = "APPEND sets the flags that it names",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
