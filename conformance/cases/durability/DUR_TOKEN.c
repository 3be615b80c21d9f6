/* DUR_TOKEN: a device token that SETMETADATA has answered survives a crash (RFC 5464, 4.3): clients
 * set theirs when they connect, and a phone that sleeps does not. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	const char *token = run_text(r, "kept-%s", run_token(r));

	need_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", token);
	need_crash(r);
	c = need_metadata(r, account(r, 0));
	expect_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	struct span told = imapc_entry(c, "/private/devicetoken");
	expect_true(r, span_search(told, span_str(token)) < told.n, "the token", "%.*s",
	    (int)told.n, (const char *)told.p);
}

const struct test_case DUR_TOKEN = {
	.text = "a device token survives a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
