/* META_TOKEN_TWICE: a token that is set again is kept once (chatmail/relay metadata.py):
 * clients send theirs with every connection. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	const char *token = run_text(r, "twice-%s", run_token(r));

	for (unsigned i = 0; i < 3; i++)
		expect_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", token);
	expect_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	struct span all = imapc_entry(c, "/private/devicetoken");
	size_t at = span_search(all, span_str(token));
	expect_true(r, at < all.n, "the token", "%.*s", (int)all.n, (const char *)all.p);
	struct span rest = span_sub(all, at + 1, all.n);
	expect_true(r, span_search(rest, span_str(token)) == rest.n, "the token once", "%.*s",
	    (int)all.n, (const char *)all.p);
}

const struct test_case META_TOKEN_TWICE = {
	.text = "a token that is set again is kept once",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
