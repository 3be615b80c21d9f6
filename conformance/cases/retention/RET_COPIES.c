/* RET_COPIES: what has expired is nowhere else: no mailbox that LIST shows holds anything then, be it
 * named Trash, Archive or Expired.  The account has never been used before, and two mailboxes of it
 * share the message. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_inbox(r, a);
	struct smtpc *s = smtpc_login(r, account(r, 0));
	const char *name = need_box(c, "kept");

	need_submit(s, sender(r), a->address, mail_encrypted(r, sender(r), a->address));
	need_arrival(c, run_token(r));
	need_imap(c, "OK", "UID COPY %u %s", imapc_uid(c), name);
	need_time(r, retention_over(r));
	expect_all_empty(imapc_login(r, a));
}

const struct test_case RET_COPIES = {
	.text = "what has expired is in no other mailbox",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
