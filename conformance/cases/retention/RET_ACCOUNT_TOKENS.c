/* RET_ACCOUNT_TOKENS: with an account its device tokens go: whoever has the address next is told
 * none and wakes no phone of the owner before (promise Zero State).  Where tokens have a lifetime
 * of their own it might be that which ends them; so this one is set while the clock is ahead, where
 * that can be, and would outlive the account by weeks. */
#include "conformance/case.h"

enum { AHEAD_S = 30 * 86400 };

static struct span
told(struct imapc *c)
{
	need_imap(c, "OK", "GETMETADATA INBOX (/private/devicetoken)");
	return imapc_entry(c, "/private/devicetoken");
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	const char *token = run_text(r, "left-%s", run_token(r));
	bool ahead = run_has(r, NEED_CLOCK_BACK);

	if (ahead)
		need_time(r, AHEAD_S);
	struct imapc *c = need_metadata(r, a);
	need_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"%s\")", token);
	struct span t = told(c);
	need_true(r, span_search(t, span_str(token)) < t.n, "the token is kept");
	need_logout(c);
	if (ahead)
		need_time(r, -AHEAD_S);
	need_abandoned(r, a);
	t = told(need_metadata(r, a));
	expect_true(r, span_search(t, span_str(token)) == t.n, "no token of the account that ended",
	    "%.*s", (int)t.n, (const char *)t.p);
}

const struct test_case RET_ACCOUNT_TOKENS = {
	.text = "the device tokens of an account end with it",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
