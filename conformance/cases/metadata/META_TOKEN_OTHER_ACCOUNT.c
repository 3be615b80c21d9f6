/* META_TOKEN_OTHER_ACCOUNT: tokens belong to the account that set them: another one neither
 * reads nor removes them. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *a = need_metadata(r, account(r, 0)), *b = need_metadata(r, account(r, 1));
	const char *mine = run_text(r, "mine-%s", run_token(r));
	const char *yours = run_text(r, "yours-%s", run_token(r));

	expect_imap(a, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", mine);
	expect_imap(b, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", yours);
	expect_imap(a, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	struct span all = imapc_entry(a, "/private/devicetoken");
	expect_true(r, span_search(all, span_str(mine)) < all.n, "the own token", "%.*s",
	    (int)all.n, (const char *)all.p);
	expect_true(r, span_search(all, span_str(yours)) == all.n, "no foreign token", "%.*s",
	    (int)all.n, (const char *)all.p);
	expect_imap(b, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	all = imapc_entry(b, "/private/devicetoken");
	expect_true(r, span_search(all, span_str(mine)) == all.n, "no foreign token", "%.*s",
	    (int)all.n, (const char *)all.p);
}

const struct test_case META_TOKEN_OTHER_ACCOUNT = {
	.text = "tokens belong to one account",
	.needs = NEED_IMAPS,
	.accounts = 2,
	.play = play,
};
