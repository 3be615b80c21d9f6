/* DUR_MESSAGE: 250 at the end of DATA takes the message over for good (RFC 5321, 4.2.5 and 6.1): a
 * relay that is killed right behind it delivers it all the same.  Killed processes, not loss of
 * power: that is no auditor's to bring about. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	need_submit(s, sender(r), recipient(r), m);
	need_crash(r);
	expect_arrival(imapc_inbox(r, account(r, 1)), run_token(r));
}

const struct test_case DUR_MESSAGE = {
	.text = "a message that was accepted survives a crash",
	.needs = NEED_MAIL | NEED_CRASH,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
