/* META_BEFORE_LOGIN: nothing is read or set before login (RFC 5464, 4: authenticated state):
 * TURN credentials are for users. The twin is logged in. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	need_metadata(r, account(r, 0));
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, "BAD NO BYE", "GETMETADATA \"\" (/shared/vendor/deltachat/turn)");
	expect_true(r, imapc_find(c, "METADATA").n == 0, "no METADATA response", "there is one");
	expect_imap(imapc_connect(r, PORT_IMAPS), "BAD NO BYE",
	    "SETMETADATA INBOX (/private/devicetoken \"relayspec\")");
}

static void
twin(struct run *r)
{
	expect_imap(need_metadata(r, account(r, 0)), "OK", "GETMETADATA \"\" (/shared/comment)");
}

const struct test_case META_BEFORE_LOGIN = {
	.text = "METADATA before login is refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
