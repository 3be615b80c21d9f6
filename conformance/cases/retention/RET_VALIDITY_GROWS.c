/* RET_VALIDITY_GROWS: the INBOX of an account that was made anew has a greater UIDVALIDITY than it
 * ever had (RFC 3501, 2.3.1.1): a client that was away takes nothing new for something that it has
 * seen.  Where the clock can go back it does, to a day before the first time, so that the time of
 * day alone is not enough.  Where the hook makes files older instead, a second is let pass. */
#include "conformance/case.h"

enum { DAY = 86400, LOOKS = 500 };

static int64_t
relay_time(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	int64_t now = need_relay_time(c);

	need_logout(c);
	return now;
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_inbox(r, a);
	int64_t before = imapc_number(c, "UIDVALIDITY"), began = relay_time(r);

	need_logout(c);
	need_abandoned(r, a);
	for (unsigned i = 0; i < LOOKS && run_ok(r) && relay_time(r) <= began; i++)
		continue;
	if (run_has(r, NEED_CLOCK_BACK))
		need_time(r, -inactive_over(r) - DAY);
	c = imapc_inbox(r, a);
	int64_t after = imapc_number(c, "UIDVALIDITY");
	expect_true(r, after > before, "a greater UIDVALIDITY", "%lld, before %lld",
	    (long long)after, (long long)before);
}

const struct test_case RET_VALIDITY_GROWS = {
	.text = "an address that returns has a greater UIDVALIDITY",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
