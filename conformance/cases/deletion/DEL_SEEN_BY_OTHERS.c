/* DEL_SEEN_BY_OTHERS: a session that has the mailbox open learns of a removal by
 * another session at its next NOOP.  RFC 3501, 6.1.2 and 7.4.1. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct imapc *other = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(other, run_token(r));
	need_arrival(c, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(c));
	need_imap(c, "OK", "EXPUNGE");
	expect_imap(other, "OK", "NOOP");
	expect_true(r, imapc_find(other, "EXPUNGE").n > 0, "an untagged EXPUNGE at NOOP",
	    "none; %zu untagged lines", imapc_lines(other));
}

const struct test_case DEL_SEEN_BY_OTHERS = {
	.text = "another open session is told of a removal by EXPUNGE at NOOP",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
