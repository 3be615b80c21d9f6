/* IMAP_UID_EXPUNGE: UID EXPUNGE removes only the named messages (RFC 4315, 2.1) where
 * UIDPLUS is advertised. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t first = imapc_uid(c);

	c = need_mailbox(r, account(r, 1), 1);
	uint32_t last = imapc_uid(c);

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "UIDPLUS").n == 0)
		run_not_applicable(r, "UIDPLUS is not advertised");
	need_imap(c, "OK", "UID STORE %u,%u +FLAGS.SILENT (\\Deleted)", first, last);
	expect_imap(c, "OK", "UID EXPUNGE %u", last);
	expect_imap(c, "OK", "UID FETCH %u,%u (UID)", first, last);
	expect_true(r, imapc_has(c, first), "the other stays", "it is gone");
	expect_true(r, !imapc_has(c, last), "the named is gone", "it stays");
}

const struct test_case IMAP_UID_EXPUNGE = {
	.text = "UID EXPUNGE removes only what it names",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
