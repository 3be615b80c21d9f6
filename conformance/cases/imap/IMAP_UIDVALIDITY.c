/* IMAP_UIDVALIDITY: UIDVALIDITY is the same in every session, and deletion does not
 * change it (RFC 3501, 2.3.1.1; chatmail/relay#374). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));
	int64_t first = imapc_number(c, "UIDVALIDITY");
	struct imapc *box = need_mailbox(r, account(r, 1), 1);

	need_imap(box, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(box));
	need_imap(box, "OK", "EXPUNGE");
	struct imapc *later = imapc_inbox(r, account(r, 1));
	expect_true(r, first > 0 && imapc_number(later, "UIDVALIDITY") == first,
	    "the same UIDVALIDITY", "%lld, then %lld", (long long)first,
	    (long long)imapc_number(later, "UIDVALIDITY"));
}

const struct test_case IMAP_UIDVALIDITY = {
	.text = "UIDVALIDITY stays over sessions and deletion",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
