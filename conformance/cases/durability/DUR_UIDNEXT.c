/* DUR_UIDNEXT: UIDs are not given again after a crash, even when their messages are gone (RFC 3501,
 * 2.3.1.1): UIDNEXT is kept, not worked out from what is left. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "uidnext", 2, &name);

	need_imap(c, "OK", "STATUS %s (UIDNEXT UIDVALIDITY)", name);
	int64_t next = imapc_number(c, "UIDNEXT"), validity = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK", "STORE 2 +FLAGS.SILENT (\\Deleted)");
	need_imap(c, "OK", "EXPUNGE");
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "SELECT %s", name);
	int64_t again = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK", "FETCH * (UID)");
	expect_true(r, again != validity || imapc_number(c, "UID") >= next,
	    "a UID that no message has had, or a new UIDVALIDITY", "UID %lld, UIDNEXT was %lld",
	    (long long)imapc_number(c, "UID"), (long long)next);
}

const struct test_case DUR_UIDNEXT = {
	.text = "UIDs are not given again after a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
