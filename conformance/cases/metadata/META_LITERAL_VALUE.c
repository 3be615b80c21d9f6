/* META_LITERAL_VALUE: a value may come as a literal, waiting for "+" or not (RFC 5464, 5; RFC
 * 7888), and as a quoted string; all mean the same octets. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	const char *token = run_text(r, "literal-%s", run_token(r));

	imapc_start(c, "SETMETADATA INBOX (/private/devicetoken {%zu}", span_str(token).n);
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s)\r\n", token));
	expect_imap_tagged(c, "OK");
	if (imapc_offers(c, "LITERAL+"))
		expect_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken {%zu+}\r\nplus-%s)",
		    span_str(token).n + 5, token);
	expect_imap(c, "OK", "SETMETADATA \"INBOX\" (\"/private/devicetoken\" \"%s\")", token);
	expect_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	struct span all = imapc_entry(c, "/private/devicetoken");
	size_t at = span_search(all, span_str(token));
	expect_true(r, at < all.n, "the token", "%.*s", (int)all.n, (const char *)all.p);
}

const struct test_case META_LITERAL_VALUE = {
	.text = "values may be literals",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
