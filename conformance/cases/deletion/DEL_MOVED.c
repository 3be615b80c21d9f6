/* DEL_MOVED: moved away and expunged there, a message is nowhere: not where it came from, not where
 * it went, and a session that has the first mailbox open gets no octets of it.  Clients delete like
 * this when they have a trash.  RFC 6851, 3.3; promise Zero State. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a), *open = imapc_login(r, a);
	const char *from = need_box(c, "from"), *trash = need_box(c, "trash");

	need_offer(c, "MOVE");
	need_append(c, from, "", mail_encrypted(r, a->address, a->address));
	need_imap(c, "OK", "SELECT %s", from);
	need_imap(open, "OK", "SELECT %s", from);
	need_imap(open, "OK", "UID FETCH 1:* (UID)");
	int64_t uid = imapc_number(open, "UID");
	expect_imap(c, "OK", "MOVE 1 %s", trash);
	need_imap(c, "OK", "SELECT %s", trash);
	need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Deleted)");
	expect_imap(c, "OK", "EXPUNGE");
	expect_imap(open, "OK NO", "UID FETCH %lld (BODY.PEEK[])", (long long)uid);
	expect_true(r, imapc_find(open, run_token(r)).n == 0, "no octets of the message",
	    "UID FETCH still returns it where it came from");
	expect_all_empty(imapc_login(r, a));
}

const struct test_case DEL_MOVED = {
	.text = "a message that was moved and expunged is nowhere",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
