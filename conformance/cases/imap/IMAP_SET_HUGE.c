/* IMAP_SET_HUGE: sets may name numbers up to 4294967295 (RFC 3501, 9); they are answered at
 * once from what exists. A number beyond is no number (BAD); lenient servers take it for the
 * highest; the session goes on. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "huge", 1, &name);

	expect_imap(c, "OK", "UID FETCH 1:4294967295 (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "one message", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
	expect_imap(c, "OK", "UID FETCH 4294967295:1,2:4294967294 (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "one message, once", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
	expect_imap(c, "OK", "UID STORE 1:4294967295 +FLAGS.SILENT (\\Seen)");
	expect_imap(c, "OK", "UID SEARCH UID 1:4294967295");
	expect_imap(c, "OK", "UID FETCH 4294967294:4294967295 (UID)");
	expect_imap(c, "BAD NO OK", "UID FETCH 1:99999999999999999999 (UID)");
	expect_imap(c, "OK", "NOOP");
}

const struct test_case IMAP_SET_HUGE = {
	.text = "sets with huge numbers are answered at once",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
