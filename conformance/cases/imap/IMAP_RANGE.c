/* IMAP_RANGE: a range beyond the last UID is empty, not an error (RFC 3501, 9, uid-
 * set); * is the last message. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 2);
	uint32_t last = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u:%u (UID)", last + 500, last + 999);
	expect_true(r, imapc_find(c, "FETCH").n == 0, "no FETCH data", "there is some");
	expect_imap(c, "OK", "UID FETCH * (UID)");
	expect_true(r, imapc_lines(c) == 1 && imapc_find(c, run_text(r, "UID %u", last)).n > 0,
	    "the last message only", "%zu lines", imapc_lines(c));
}

const struct test_case IMAP_RANGE = {
	.text = "a UID range beyond the end is empty, * is the last",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
