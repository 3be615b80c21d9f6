/* MBOX_STATUS_OTHER: STATUS tells of a mailbox that is not selected and leaves the selected
 * one as it is (RFC 3501, 6.3.10). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 0));
	const char *name = need_box(c, "aside");

	need_append(c, name, "(\\Seen) ", mail_encrypted(r, sender(r), sender(r)));
	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	size_t n = imapc_fetch_uids(c, NULL, 0);
	expect_imap(c, "OK", "STATUS %s (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == 2 && imapc_number(c, "UNSEEN") == 1,
	    "2 messages, 1 unseen", "%lld and %lld", (long long)imapc_number(c, "MESSAGES"),
	    (long long)imapc_number(c, "UNSEEN"));
	expect_true(r, imapc_number(c, "UIDNEXT") > 2 && imapc_number(c, "UIDVALIDITY") > 0,
	    "UIDNEXT and UIDVALIDITY", "wrong or missing");
	expect_imap(c, "OK", "UID FETCH 1:* (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == n, "INBOX is still selected", "%zu messages",
	    imapc_fetch_uids(c, NULL, 0));
}

const struct test_case MBOX_STATUS_OTHER = {
	.text = "STATUS of another mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
