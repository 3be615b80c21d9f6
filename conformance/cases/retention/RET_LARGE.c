/* RET_LARGE: a message of more than 200000 octets that a client has found is gone after 7 days
 * (chatmail/relay: expire.py; relay#504, relay#555).  Deployed relays give one that no client has
 * noticed 20 days, so this one is selected and fetched.  It is a tenth above the limit, because
 * stores count line ends as one octet or two. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	size_t large = (size_t)limit_number(r, "retention_large_octets");

	need_large(r, account(r, 1), large / 10 * 11);
	need_time(r, limit_number(r, "retention_large_s") + limit_number(r, "retention_grace_s"));
	expect_absent(imapc_inbox(r, account(r, 1)), run_token(r));
}

const struct test_case RET_LARGE = {
	.text = "a large message is gone 7 days after it came",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
