/* RET_FOLDERS: messages go in every mailbox, those below others too.  chatmail/relay#785 and
 * chatmail/core#7623: the job knew INBOX alone, and "DeltaChat" filled the disks for years. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *above = need_box(c, "above");
	const char *below = run_text(r, "%s%cbelow", above, need_delimiter(c));
	struct span m = mail_encrypted(r, sender(r), sender(r));

	need_imap(c, "OK", "CREATE %s", below);
	need_append(c, above, "", m);
	need_append(c, below, "", m);
	need_time(r, retention_over(r));
	c = imapc_login(r, account(r, 0));
	expect_messages(c, above, 0, "the message in the mailbox is gone");
	expect_messages(c, below, 0, "the message in the mailbox below is gone");
}

const struct test_case RET_FOLDERS = {
	.text = "messages go in every mailbox",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
