/* IMAP_VANISHED: a UID that is gone is skipped, the others are returned (RFC 3501,
 * 6.4.8): expiry removes messages while clients fetch. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t first = imapc_uid(c);

	c = need_mailbox(r, account(r, 1), 1);
	uint32_t last = imapc_uid(c);

	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", last);
	need_imap(c, "OK", "EXPUNGE");
	expect_imap(c, "OK", "UID FETCH %u (UID BODY.PEEK[])", last);
	expect_true(r, !imapc_has(c, last), "no data for the vanished", "there is some");
	expect_imap(c, "OK", "UID FETCH %u,%u (UID)", first, last);
	expect_true(r, imapc_has(c, first), "the other message", "it is missing");
}

const struct test_case IMAP_VANISHED = {
	.text = "fetching a vanished UID is OK without data",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
