/* DEL_STATUS: STATUS of a session that does not have the mailbox open no longer counts what another
 * has expunged, neither as a message nor as unseen (RFC 3501, 6.3.10). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "counted", 3, &name),
		     *other = imapc_login(r, account(r, 0));

	need_true(r, need_messages(other, name) == 3, "3 messages at first");
	need_imap(c, "OK", "STORE 2 +FLAGS.SILENT (\\Deleted)");
	need_imap(c, "OK", "EXPUNGE");
	expect_imap(other, "OK", "STATUS %s (MESSAGES UNSEEN)", name);
	int64_t messages = imapc_number(other, "MESSAGES"), unseen = imapc_number(other, "UNSEEN");
	expect_true(r, messages == 2 && unseen == 2, "2 messages, both unseen", "%lld and %lld",
	    (long long)messages, (long long)unseen);
}

const struct test_case DEL_STATUS = {
	.text = "STATUS does not count what has been expunged",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
