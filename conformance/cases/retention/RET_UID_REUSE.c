/* RET_UID_REUSE: while UIDVALIDITY stays, the UID of an expired message is not given again (RFC 3501,
 * 2.3.1.1), not even when it was the last one and the mailbox is empty now. */
#include "conformance/case.h"

static int64_t
number_of(struct imapc *c, const char *name, const char *word)
{
	need_imap(c, "OK", "STATUS %s (UIDVALIDITY UIDNEXT)", name);
	return imapc_number(c, word);
}

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "next", 2, &name);

	need_imap(c, "OK", "CLOSE");
	int64_t valid = number_of(c, name, "UIDVALIDITY"), next = number_of(c, name, "UIDNEXT");
	need_time(r, retention_over(r));
	c = imapc_login(r, account(r, 0));
	need_true(r, need_messages(c, name) == 0, "the messages have expired");
	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	bool same = number_of(c, name, "UIDVALIDITY") == valid;
	need_imap(c, "OK", "SELECT %s", name);
	need_imap(c, "OK", "FETCH 1 (UID)");
	int64_t uid = imapc_number(c, "UID");
	expect_true(r, !same || uid >= next, "a UID above every earlier one, or a new UIDVALIDITY",
	    "UID %lld, when %lld was the next", (long long)uid, (long long)next);
}

const struct test_case RET_UID_REUSE = {
	.text = "the UID of an expired message is not given again",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
