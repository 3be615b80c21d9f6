/* IDLE_RACE: a message that was delivered after the last command and before
 * IDLE is announced without waiting for another.  RFC 3501, 7.; RFC 2177.
 * A relay that compares only what happens after "+" loses exactly this one, and
 * the client sleeps until the next.  The 250 of the submission comes before
 * IDLE is sent; nothing else arrives, so only this message can cause EXISTS.
 * A relay may also announce it before "+", with or without a tagged answer. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	imapc_start(c, "IDLE");
	expect_imap_untagged(c, "EXISTS");
	imapc_raw(c, SPAN("DONE\r\n"));
	need_imap_tagged(c, "OK");
}

const struct test_case IDLE_RACE = {
	.text = "a message delivered just before IDLE is announced at once",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
