/* IMAP_METADATA: GETMETADATA of unset and unknown entries is OK (RFC 5464, 4.2): an
 * error ends the session of the real client. Before login it is refused. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "METADATA").n == 0)
		run_not_applicable(r, "METADATA is not advertised");
	expect_imap(
	    c, "OK", "GETMETADATA \"\" (/shared/comment /shared/vendor/deltachat/no-such-key)");
	expect_imap(c, "OK", "NOOP");
	struct imapc *early = imapc_connect(r, PORT_IMAPS);
	expect_imap(early, "BAD NO", "GETMETADATA \"\" (/shared/comment)");
}

const struct test_case IMAP_METADATA = {
	.text = "GETMETADATA of unknown entries is OK",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
