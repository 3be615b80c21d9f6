/* MBOX_CREATE_EXISTS: a name that is taken cannot be created again (RFC 3501, 6.3.3: NO), and
 * what is in the mailbox stays. The twin takes a free name. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "once", 1, &name);

	expect_imap(c, "NO", "CREATE %s", name);
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == 1, "the message is still there",
	    "%lld messages", (long long)imapc_number(c, "MESSAGES"));
}

static void
twin(struct run *r)
{
	expect_imap(imapc_login(r, account(r, 0)), "OK", "CREATE %s", box_name(r, "once"));
}

const struct test_case MBOX_CREATE_EXISTS = {
	.text = "CREATE of an existing mailbox is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
