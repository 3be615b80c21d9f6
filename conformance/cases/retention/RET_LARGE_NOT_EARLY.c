/* RET_LARGE_NOT_EARLY: a large message stays for 7 days.  Decided an hour before the end. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	size_t large = (size_t)limit_number(r, "retention_large_octets");

	need_large(r, fresh_account(r, 0), large / 10 * 11);
	need_time(r, limit_number(r, "retention_large_s") - limit_number(r, "retention_early_s"));
	expect_messages(
	    imapc_login(r, fresh_account(r, 0)), "INBOX", 1, "the message is still there");
}

const struct test_case RET_LARGE_NOT_EARLY = {
	.text = "a large message stays for 7 days",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
