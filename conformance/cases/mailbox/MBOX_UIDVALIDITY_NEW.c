/* MBOX_UIDVALIDITY_NEW: a mailbox that is created again under a deleted name has another
 * UIDVALIDITY, or UIDs above the old ones (RFC 3501, 6.3.3): a client must not take new
 * messages for old ones. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "again");

	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "STATUS %s (UIDVALIDITY UIDNEXT)", name);
	int64_t was = imapc_number(c, "UIDVALIDITY"), next = imapc_number(c, "UIDNEXT");
	need_imap(c, "OK", "DELETE %s", name);
	need_imap(c, "OK", "CREATE %s", name);
	expect_imap(c, "OK", "STATUS %s (UIDVALIDITY UIDNEXT)", name);
	int64_t is = imapc_number(c, "UIDVALIDITY");
	expect_true(r, is > 0 && (is != was || imapc_number(c, "UIDNEXT") >= next),
	    "another UIDVALIDITY or higher UIDs", "UIDVALIDITY %lld again, UIDNEXT %lld",
	    (long long)is, (long long)imapc_number(c, "UIDNEXT"));
}

const struct test_case MBOX_UIDVALIDITY_NEW = {
	.text = "a mailbox created again is told from the old one",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
