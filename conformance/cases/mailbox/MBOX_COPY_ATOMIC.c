/* MBOX_COPY_ATOMIC: UID COPY of a set with a UID that is gone copies the others (RFC 3501,
 * 6.4.8: a UID that does not exist is ignored without an error). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 3, &from);
	const char *to = need_box(c, "to");
	uint32_t uid[3] = { 0 };

	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	need_true(r, imapc_fetch_uids(c, uid, 3) == 3, "three messages");
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", uid[1]);
	need_imap(c, "OK", "EXPUNGE");
	expect_imap(c, "OK", "UID COPY %u,%u,%u %s", uid[0], uid[1], uid[2], to);
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", to);
	expect_true(r, imapc_number(c, "MESSAGES") == 2, "2 messages", "%lld",
	    (long long)imapc_number(c, "MESSAGES"));
}

const struct test_case MBOX_COPY_ATOMIC = {
	.text = "UID COPY skips what is gone",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
