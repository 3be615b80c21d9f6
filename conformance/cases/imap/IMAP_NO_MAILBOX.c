/* IMAP_NO_MAILBOX: SELECT of a mailbox that does not exist is NO, not BAD (RFC 3501,
 * 6.3.1): the real client takes NO for "no such folder". */
#include "conformance/case.h"

static void
open_box(struct run *r, const char *name, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, want, "SELECT \"%s\"", name);
	expect_imap(c, "OK", "NOOP");
}

static void
play(struct run *r)
{
	open_box(r, "no-such-mailbox", "NO");
}

static void
twin(struct run *r)
{
	open_box(r, "INBOX", "OK");
}

const struct test_case IMAP_NO_MAILBOX = {
	.text = "SELECT of a missing mailbox is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
