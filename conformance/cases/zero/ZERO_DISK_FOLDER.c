/* ZERO_DISK_FOLDER: a mailbox that was deleted and unsubscribed leaves its name in no file. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "secret");

	need_imap(c, "OK", "SUBSCRIBE %s", name);
	need_on_disk(r, name);
	need_imap(c, "OK", "UNSUBSCRIBE %s", name);
	need_imap(c, "OK", "DELETE %s", name);
	expect_not_on_disk(r, name);
}

const struct test_case ZERO_DISK_FOLDER = {
	.text = "the name of a deleted mailbox is in no file",
	.needs = NEED_IMAPS | NEED_DISK,
	.accounts = 1,
	.play = play,
};
