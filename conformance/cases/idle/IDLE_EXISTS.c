/* IDLE_EXISTS: a delivery during IDLE is announced by an untagged EXISTS.
 * RFC 2177, 3; chatmail/core src/imap/idle.rs.  Decided by order, not by speed:
 * LAT_DELIVERY measures how long it takes. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));

	imapc_start(c, "IDLE");
	need_imap_continue(c);
	struct smtpc *s = smtpc_login(r, account(r, 0));
	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	expect_imap_untagged(c, "EXISTS");
	imapc_raw(c, SPAN("DONE\r\n"));
	need_imap_tagged(c, "OK");
}

const struct test_case IDLE_EXISTS = {
	.text = "a delivery is pushed as EXISTS to an idling session",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
