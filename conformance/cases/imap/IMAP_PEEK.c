/* IMAP_PEEK: BODY.PEEK does not set \Seen (RFC 3501, 6.4.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u (BODY.PEEK[])", uid);
	expect_imap(c, "OK", "UID FETCH %u (FLAGS)", uid);
	expect_true(r, imapc_find(c, "\\Seen").n == 0, "no \\Seen", "it is set");
}

const struct test_case IMAP_PEEK = {
	.text = "BODY.PEEK does not mark as seen",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
