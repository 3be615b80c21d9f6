/* MBOX_UTF7_NAME: names in modified UTF-7 (RFC 3501, 5.1.3) come back from LIST as they were
 * created. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = run_text(r, "%s-&ZeVnLIqe-&-x", box_name(r, "utf7"));

	expect_imap(c, "OK", "CREATE \"%s\"", name);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, name).n > 0, "the same name in LIST", "it is missing");
	expect_imap(c, "OK", "SELECT \"%s\"", name);
}

const struct test_case MBOX_UTF7_NAME = {
	.text = "names in modified UTF-7 round trip",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
