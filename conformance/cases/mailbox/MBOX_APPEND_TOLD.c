/* MBOX_APPEND_TOLD: a session that has the mailbox selected hears of an appended message (RFC
 * 3501, 5.2 and 7.3.1), at NOOP and in IDLE. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "watched", 1, &name);
	struct imapc *other = imapc_login(r, account(r, 0));

	need_append(other, name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(c, "OK", "NOOP");
	expect_imap_untagged(c, "2 EXISTS");
	if (!imapc_offers(c, "IDLE"))
		return;
	imapc_start(c, "IDLE");
	need_imap_continue(c);
	need_append(other, name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_imap_untagged(c, "3 EXISTS");
	imapc_raw(c, SPAN("DONE\r\n"));
	expect_imap_tagged(c, "OK");
}

const struct test_case MBOX_APPEND_TOLD = {
	.text = "other sessions hear of an appended message",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
