/* IMAP_STATUS: STATUS counts a mailbox that another session has open or that nobody
 * has (RFC 3501, 6.3.10). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *box = need_mailbox(r, fresh_account(r, 0), 2);
	struct imapc *c = imapc_login(r, fresh_account(r, 0));

	need_imap(box, "OK", "STORE 1 +FLAGS.SILENT (\\Seen)");
	expect_imap(c, "OK", "STATUS \"INBOX\" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)");
	expect_true(r, imapc_number(c, "MESSAGES") == 2 && imapc_number(c, "UNSEEN") == 1,
	    "2 messages, 1 unseen", "%lld and %lld", (long long)imapc_number(c, "MESSAGES"),
	    (long long)imapc_number(c, "UNSEEN"));
	expect_true(r,
	    imapc_number(c, "UIDNEXT") > imapc_uid(box) && imapc_number(c, "UIDVALIDITY") > 0,
	    "UIDNEXT and UIDVALIDITY", "wrong or missing");
}

const struct test_case IMAP_STATUS = {
	.text = "STATUS gives right numbers",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
