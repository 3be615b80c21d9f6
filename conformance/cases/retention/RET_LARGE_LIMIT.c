/* RET_LARGE_LIMIT: what has no more than 200000 octets is not large: it is there when a large one
 * would be gone.  A twentieth is left for the fields that are added on the way. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	size_t large = (size_t)limit_number(r, "retention_large_octets");

	need_large(r, fresh_account(r, 0), large / 20 * 19);
	need_time(r, limit_number(r, "retention_large_s") + limit_number(r, "retention_grace_s"));
	expect_messages(
	    imapc_login(r, fresh_account(r, 0)), "INBOX", 1, "the message is still there");
}

const struct test_case RET_LARGE_LIMIT = {
	.text = "a message of less than 200000 octets is not a large one",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
