/* RET_SESSION: a session that has the mailbox open while a message expires learns it as it learns any
 * removal (RFC 3501, 7.4.1), cannot read the message any more, and goes on. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "watched", 1, &name);

	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	int64_t uid = imapc_number(c, "UID");
	need_time(r, retention_over(r));
	expect_imap(c, "OK", "NOOP");
	expect_true(r, imapc_find(c, "EXPUNGE").n > 0, "an untagged EXPUNGE at NOOP",
	    "none; %zu untagged lines", imapc_lines(c));
	expect_imap(c, "OK NO", "UID FETCH %lld (BODY.PEEK[])", (long long)uid);
	expect_true(r, imapc_find(c, run_token(r)).n == 0, "no octets of the message", "they came");
	expect_append(c, "OK", name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "FETCH 1 (UID)");
}

const struct test_case RET_SESSION = {
	.text = "an open session learns what expires and goes on",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
