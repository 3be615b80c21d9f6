/* IMAP_LOGIN_CAPABILITY: what LOGIN tells in [CAPABILITY ...] is what CAPABILITY answers
 * afterwards (RFC 3501, 6.2.3 and 7.1): the client asks only where LOGIN was silent. Without
 * the code CAPABILITY works. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	struct span told = imapc_code(c, "CAPABILITY"), tagged = imapc_tagged(c);

	expect_true(r, told.n > 0 || span_search_nocase(tagged, SPAN("[CAPABILITY")) == tagged.n,
	    "a code that ends, or none", "%.*s", (int)tagged.n, (const char *)tagged.p);
	expect_imap(c, "OK", "CAPABILITY");
	struct span line = imapc_find(c, "CAPABILITY ");
	expect_true(r, span_search_nocase(line, SPAN(" IMAP4rev1")) < line.n, "IMAP4rev1", "%.*s",
	    (int)line.n, (const char *)line.p);
	for (size_t at = 0; at < told.n && run_ok(r);) {
		size_t end = span_find(told, at, ' ');
		const char *word = run_text(r, "%.*s", (int)(end - at), (const char *)told.p + at);
		expect_true(r, at == 0 || imapc_offers(c, word),
		    run_text(r, "%s in CAPABILITY, as LOGIN told", word), "%.*s", (int)line.n,
		    (const char *)line.p);
		at = end + 1;
	}
	if (told.n > 0)
		expect_true(r, told.n == line.n, "as many words in both", "%.*s", (int)told.n,
		    (const char *)told.p);
}

const struct test_case IMAP_LOGIN_CAPABILITY = {
	.text = "LOGIN and CAPABILITY tell the same",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
