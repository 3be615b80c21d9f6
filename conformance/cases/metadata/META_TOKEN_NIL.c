/* META_TOKEN_NIL: NIL removes the entry (RFC 5464, 4.3), that is all tokens of the account
 * (decision Q-09). Devices that are still there set theirs again with their next connection. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	const char *token = run_text(r, "gone-%s", run_token(r));

	need_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", token);
	expect_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken NIL)");
	expect_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	struct span all = imapc_entry(c, "/private/devicetoken");
	expect_true(r, all.n == 0, "no token", "%.*s", (int)all.n, (const char *)all.p);
	expect_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"again-%s\")", token);
	expect_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	all = imapc_entry(c, "/private/devicetoken");
	expect_true(
	    r, span_search(all, span_str(token)) < all.n, "a token that was set again", "none");
}

const struct test_case META_TOKEN_NIL = {
	.text = "NIL removes all device tokens",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
