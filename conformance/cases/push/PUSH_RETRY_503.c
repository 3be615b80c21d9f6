/* PUSH_RETRY_503: a notification that the proxy could not take is sent again, neither at once nor
 * much later (chatmail/relay notifier.py: after 8 s, then 64, 512 and 4096).  The stand-in refuses
 * the first request for this token; the second is awaited.  Others wait differently: any pause
 * within the limits passes. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *token = push_token(r, "device", "busy");
	int64_t least = limit_number(r, "push_retry_min_ms") * 1000;
	unsigned most = (unsigned)(limit_number(r, "push_retry_max_ms") / 1000);

	need_device(r, fresh_account(r, 0), token);
	need_wake(r, account(r, 0), fresh_account(r, 0));
	struct push_seen first = need_push(r, token, 1);
	struct push_seen again = expect_push_within(r, token, 2, most);
	expect_true(r, again.at_us - first.at_us >= least,
	    run_text(r, "a pause of %lld ms or more", (long long)(least / 1000)), "%lld ms",
	    (long long)((again.at_us - first.at_us) / 1000));
	expect_true(r, span_eq(again.body, first.body), "the same body", "%.*s", (int)again.body.n,
	    (const char *)again.body.p);
}

const struct test_case PUSH_RETRY_503 = {
	.text = "a notification that was refused for now is sent again",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.seconds = 60,
	.play = play,
};
