/* MBOX_NESTED: a mailbox may lie below another; "*" in LIST goes through the levels, and what
 * is above a mailbox is shown by "%" (RFC 3501, 6.3.3 and 6.3.8). The delimiter is the relay's
 * own. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *top = box_name(r, "top");
	const char *below = run_text(r, "%s%cbelow", top, need_delimiter(c));

	expect_imap(c, "OK", "CREATE %s", below);
	expect_imap(c, "OK", "LIST \"\" %s*", top);
	expect_true(r, imapc_listed(c, below).n > 0, "LIST with * shows it", "it is missing");
	expect_imap(c, "OK", "LIST \"\" %%");
	expect_true(r, imapc_listed(c, below).n == 0 && imapc_listed(c, top).n > 0,
	    "LIST with % shows the level above, not it", "another list");
	expect_imap(c, "OK", "SELECT %s", below);
}

const struct test_case MBOX_NESTED = {
	.text = "a mailbox below another is created and listed",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
