/* META_MANY_SESSIONS: tokens that many sessions set at the same time reach their accounts,
 * each its own and all of them (chatmail/relay#393: users were mixed up). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	enum { EACH = 2, MANY = 8 };
	struct imapc *c[MANY];

	for (unsigned i = 0; i < MANY; i++)
		c[i] =
		    i == 0 ? need_metadata(r, account(r, 0)) : imapc_login(r, account(r, i / EACH));
	for (unsigned i = 0; i < MANY; i++)
		imapc_start(
		    c[i], "SETMETADATA INBOX (/private/devicetoken \"s%u-%s\")", i, run_token(r));
	for (unsigned i = 0; i < MANY; i++)
		expect_imap_tagged(c[i], "OK");
	for (unsigned i = 0; i < MANY; i++) {
		expect_imap(c[i], "OK", "GETMETADATA INBOX (/private/devicetoken)");
		struct span all = imapc_entry(c[i], "/private/devicetoken");
		for (unsigned k = 0; k < MANY; k++) {
			struct span token = run_span(r, "s%u-%s", k, run_token(r));
			bool here = span_search(all, token) < all.n;
			expect_true(r, here == (i / EACH == k / EACH),
			    run_text(r, "the tokens of account %u", i / EACH), "%.*s", (int)all.n,
			    (const char *)all.p);
		}
	}
}

const struct test_case META_MANY_SESSIONS = {
	.text = "tokens of many sessions are not mixed up",
	.needs = NEED_IMAPS,
	.accounts = 4,
	.play = play,
};
