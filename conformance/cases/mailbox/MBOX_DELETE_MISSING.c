/* MBOX_DELETE_MISSING: a mailbox that does not exist cannot be deleted (RFC 3501, 6.3.4: NO).
 * The twin makes it first. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "NO", "DELETE %s", box_name(r, "never"));
	expect_imap(c, "OK", "NOOP");
}

static void
twin(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, "OK", "DELETE %s", need_box(c, "never"));
}

const struct test_case MBOX_DELETE_MISSING = {
	.text = "DELETE of a missing mailbox is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
