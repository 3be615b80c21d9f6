/* IMAP_STORE_SILENT: .SILENT keeps the FETCH from the session that asks; other sessions still
 * learn the new flags (RFC 3501, 6.4.6 and 5.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "silent", 1, &name);
	struct imapc *other = imapc_login(r, account(r, 0));

	need_imap(other, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Flagged)");
	expect_true(r, imapc_find(c, "FETCH (").n == 0, "no FETCH for .SILENT", "there is one");
	expect_imap(other, "OK", "NOOP");
	expect_imap_untagged(other, "\\Flagged");
	expect_imap(c, "OK", "FETCH 1 (FLAGS)");
	expect_true(r, imapc_find(c, "\\Flagged").n > 0, "\\Flagged", "it was not set");
}

const struct test_case IMAP_STORE_SILENT = {
	.text = "STORE .SILENT is silent here and heard elsewhere",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
