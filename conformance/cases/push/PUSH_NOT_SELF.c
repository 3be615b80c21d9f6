/* PUSH_NOT_SELF: what an account sends to itself wakes none of its devices (chatmail/relay
 * push_notification.lua): clients do that for every message they send.  That nothing came is known
 * behind a later notification of another account, twice. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0), *b = fresh_account(r, 1);
	const char *own = push_token(r, "own", "good"), *fence = push_token(r, "fence", "good");

	need_device(r, a, own);
	need_device(r, b, fence);
	need_wake(r, a, a);
	need_wake(r, account(r, 0), b);
	need_push(r, fence, 1);
	expect_pushes(r, own, 0);
	/* The device is not deaf. */
	need_wake(r, account(r, 0), a);
	need_push(r, own, 1);
	need_wake(r, account(r, 0), b);
	need_push(r, fence, 2);
	expect_pushes(r, own, 1);
}

const struct test_case PUSH_NOT_SELF = {
	.text = "mail to oneself wakes nobody",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 2,
	.mails = 4,
	.play = play,
};
