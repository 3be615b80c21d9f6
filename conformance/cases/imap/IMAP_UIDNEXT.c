/* IMAP_UIDNEXT: UIDNEXT does not go back when everything is deleted (RFC 3501,
 * 2.3.1.1). The real client reports it as illegal. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 1);
	uint32_t uid = imapc_uid(c);

	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", uid);
	need_imap(c, "OK", "CLOSE");
	expect_imap(c, "OK", "SELECT INBOX");
	expect_true(r, imapc_number(c, "UIDNEXT") > uid, "UIDNEXT above the deleted UID",
	    "UIDNEXT %lld after UID %u", (long long)imapc_number(c, "UIDNEXT"), uid);
}

const struct test_case IMAP_UIDNEXT = {
	.text = "UIDNEXT does not decrease when the mailbox is emptied",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
