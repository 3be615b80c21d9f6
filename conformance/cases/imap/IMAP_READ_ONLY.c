/* IMAP_READ_ONLY: EXAMINE looks without touching (RFC 3501, 6.3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *box = need_mailbox(r, account(r, 1), 1);
	struct imapc *c = imapc_login(r, account(r, 1));
	uint32_t uid = imapc_uid(box);

	expect_imap(c, "OK", "EXAMINE INBOX");
	expect_imap(c, "OK", "UID FETCH %u (BODY[])", uid);
	expect_imap(c, "NO BAD OK", "UID STORE %u +FLAGS (\\Flagged)", uid);
	expect_imap(box, "OK", "UID FETCH %u (FLAGS)", uid);
	expect_true(r, imapc_find(box, "\\Seen").n == 0 && imapc_find(box, "\\Flagged").n == 0,
	    "flags unchanged", "they changed");
}

const struct test_case IMAP_READ_ONLY = {
	.text = "EXAMINE changes no flags",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
