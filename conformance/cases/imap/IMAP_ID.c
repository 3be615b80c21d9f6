/* IMAP_ID: ID is answered when it is advertised (RFC 2971, 3.1): the real client sends
 * its name. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, " ID").n == 0)
		run_not_applicable(r, " ID is not advertised");
	expect_imap(c, "OK", "ID (\"name\" \"relayspec\")");
	expect_true(r, span_starts_nocase(imapc_line(c, 0), SPAN("ID ")), "an untagged ID", "none");
}

const struct test_case IMAP_ID = {
	.text = "ID is answered where it is advertised",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
