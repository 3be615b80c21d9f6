/* PUSH_POST: mail for an account with a device token makes the relay POST to the notification proxy
 * (chatmail/relay notifier.py).  The stand-in takes requests at any path: where it is told to the
 * relay is the operator's. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *token = push_token(r, "device", "good");

	need_device(r, fresh_account(r, 0), token);
	need_wake(r, account(r, 0), fresh_account(r, 0));
	struct push_seen s = expect_push(r, token, 1);
	expect_true(r, span_starts(s.head, SPAN("POST ")), "a POST request", "%.*s",
	    (int)span_find(s.head, 0, '\r'), (const char *)s.head.p);
}

const struct test_case PUSH_POST = {
	.text = "mail wakes the device through the notification proxy",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
