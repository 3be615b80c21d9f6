/* IMAP_SYNTAX: arguments that do not parse are BAD and the session goes on (RFC 3501,
 * 7.1.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const bad[] = { "FETCH", "UID FETCH x (UID)", "FETCH 1 (",
		"UID STORE 1 FLAGS", "UID STORE 1 +FLAGS (", "STATUS INBOX", "UID" };
	struct imapc *c = imapc_inbox(r, account(r, 0));

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		expect_imap(c, "BAD", "%s", bad[i]);
	expect_imap(c, "OK", "NOOP");
}

static void
twin(struct run *r)
{
	expect_imap(imapc_inbox(r, account(r, 0)), "OK", "UID FETCH 1:* (UID)");
}

const struct test_case IMAP_SYNTAX = {
	.text = "malformed arguments are BAD, the session lives",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
