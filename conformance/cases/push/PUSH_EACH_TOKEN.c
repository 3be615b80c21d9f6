/* PUSH_EACH_TOKEN: every device of the account is notified, each by a request of its own
 * (chatmail/relay notifier.py, one queue item a token).  Three devices; a request for one must not
 * hold the token of another. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *names[] = { "phone", "tablet", "laptop" }, *tokens[3];

	for (size_t i = 0; i < 3; i++) {
		tokens[i] = push_token(r, names[i], "good");
		need_device(r, fresh_account(r, 0), tokens[i]);
	}
	need_wake(r, account(r, 0), fresh_account(r, 0));
	for (size_t i = 0; i < 3; i++) {
		struct push_seen s = expect_push(r, tokens[i], 1);
		for (size_t k = 0; k < 3; k++)
			expect_true(r,
			    k == i || span_search(s.body, span_str(tokens[k])) == s.body.n,
			    "one token in a request", "%.*s", (int)s.body.n,
			    (const char *)s.body.p);
	}
}

const struct test_case PUSH_EACH_TOKEN = {
	.text = "each device of an account is notified by a request of its own",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
