/* META_MALFORMED: commands that do not parse are BAD and the session goes on (RFC 5464, 5).
 * The twin parses. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const bad[] = { "GETMETADATA", "GETMETADATA \"\"",
		"GETMETADATA \"\" (/shared/comment", "SETMETADATA INBOX",
		"SETMETADATA INBOX (/private/devicetoken)",
		"SETMETADATA INBOX /private/devicetoken \"token\"",
		"SETMETADATA INBOX (/private/devicetoken (\"token\"))" };
	struct imapc *c = need_metadata(r, account(r, 0));

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		expect_imap(c, "BAD", "%s", bad[i]);
	expect_imap(c, "OK", "NOOP");
}

static void
twin(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));

	expect_imap(c, "OK", "GETMETADATA \"\" /shared/comment");
	expect_imap(
	    c, "OK", "SETMETADATA INBOX (/private/devicetoken \"malformed-%s\")", run_token(r));
}

const struct test_case META_MALFORMED = {
	.text = "malformed METADATA commands are BAD",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
