/* IMAP_RANGE: a range beyond the last UID is empty, not an error (RFC 3501, 9, uid-
 * set); * is the last message. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 2);
	uint32_t last = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u:%u (UID)", last + 500, last + 999);
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 0, "no FETCH data", "there is some");
	expect_imap(c, "OK", "UID FETCH * (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1 && imapc_has(c, last),
	    "the last message only", "%zu messages", imapc_fetch_uids(c, NULL, 0));
}

const struct test_case IMAP_RANGE = {
	.text = "a UID range beyond the end is empty, * is the last",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
