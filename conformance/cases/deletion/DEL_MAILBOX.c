/* DEL_MAILBOX: the messages of a mailbox go with it: a new one of the same name is empty, they are in
 * no other mailbox, and they no longer count (RFC 3501, 6.3.4; RFC 2087, 3).  The account has never
 * been used before. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	const char *name = need_box(c, "gone");
	bool measured = imapc_offers(c, "QUOTA");

	need_append(c, name, "", mail_sized(r, a->address, a->address, 65536));
	need_append(c, name, "(\\Seen) ", mail_encrypted(r, a->address, a->address));
	expect_imap(c, "OK", "DELETE %s", name);
	expect_all_empty(c);
	expect_imap(c, "OK", "CREATE %s", name);
	expect_messages(c, name, 0, "a new mailbox of the same name is empty");
	if (!measured || !run_ok(r))
		return;
	expect_imap(c, "OK", "GETQUOTAROOT INBOX");
	expect_true(r, imapc_number(c, "STORAGE") <= 1, "nothing counts as used", "%lld KiB",
	    (long long)imapc_number(c, "STORAGE"));
}

const struct test_case DEL_MAILBOX = {
	.text = "messages go with their mailbox",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
