/* DUR_VALIDITY: UIDs and UIDVALIDITY are the same after a crash (RFC 3501, 2.3.1.1: they should
 * persist between sessions), of INBOX and of another mailbox.  A new UIDVALIDITY would make every
 * client fetch everything anew. */
#include "conformance/case.h"

struct ids {
	int64_t validity, uid;
};

static struct ids
look(struct imapc *c, const char *box)
{
	struct ids ids;

	need_imap(c, "OK", "SELECT %s", box);
	ids.validity = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK", "FETCH * (UID)");
	ids.uid = imapc_number(c, "UID");
	return ids;
}

static void
play(struct run *r)
{
	const char *boxes[2] = { "INBOX" };
	struct imapc *c = need_filled(r, "validity", 1, &boxes[1]);
	struct ids before[2];

	need_append(c, "INBOX", "", mail_encrypted(r, sender(r), sender(r)));
	for (size_t i = 0; i < COUNT_OF(boxes); i++)
		before[i] = look(c, boxes[i]);
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	for (size_t i = 0; i < COUNT_OF(boxes); i++) {
		struct ids after = look(c, boxes[i]);
		expect_true(r, after.validity == before[i].validity && after.uid == before[i].uid,
		    run_text(r, "UIDVALIDITY %lld and UID %lld in %s",
			(long long)before[i].validity, (long long)before[i].uid, boxes[i]),
		    "%lld and %lld", (long long)after.validity, (long long)after.uid);
	}
}

const struct test_case DUR_VALIDITY = {
	.text = "UIDs and UIDVALIDITY survive a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
