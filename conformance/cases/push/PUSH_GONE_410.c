/* PUSH_GONE_410: a token that the proxy answers with 410 is forgotten: GETMETADATA no longer tells
 * it and further mail makes no request with it; other tokens stay (chatmail/relay notifier.py and
 * metadata.py).  That nothing comes is decided behind two later notifications of another device. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	const char *gone = push_token(r, "old", "gone"), *good = push_token(r, "new", "good");

	need_device(r, a, gone);
	struct imapc *c = need_device(r, a, good);
	need_wake(r, account(r, 0), a);
	need_push(r, gone, 1);
	need_push(r, good, 1);
	expect_device_gone(c, gone);
	struct span held = need_devices(c);
	expect_true(r, span_search(held, span_str(good)) < held.n, "the other token still there",
	    "%.*s", (int)held.n, (const char *)held.p);
	for (unsigned n = 2; n <= 3; n++) {
		need_wake(r, account(r, 0), a);
		expect_push(r, good, n);
	}
	expect_pushes(r, gone, 1);
}

const struct test_case PUSH_GONE_410 = {
	.text = "a token that the proxy calls gone is forgotten",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 1,
	.mails = 3,
	.play = play,
};
