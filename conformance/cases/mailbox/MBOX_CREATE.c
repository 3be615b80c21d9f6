/* MBOX_CREATE: CREATE makes a mailbox that is listed, empty and can be selected (RFC 3501,
 * 6.3.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = box_name(r, "new");

	expect_imap(c, "OK", "CREATE %s", name);
	expect_imap(c, "OK", "LIST \"\" %s", name);
	expect_true(r, imapc_listed(c, name).n > 0, "the new mailbox in LIST", "it is missing");
	expect_imap(c, "OK", "SELECT %s", name);
	expect_true(r, imapc_number(c, "EXISTS") == 0, "0 EXISTS", "%lld",
	    (long long)imapc_number(c, "EXISTS"));
	need_imap(c, "OK", "CLOSE");
	need_imap(c, "OK", "DELETE %s", name);
}

const struct test_case MBOX_CREATE = {
	.text = "CREATE makes a mailbox",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
