/* ZERO_DISK_REFUSED: a refused message is in no file.  The one that is accepted behind it says when
 * everything that there is to write has been written. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *word = run_text(r, "refused%s", run_token(r));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", recipient(r));
	need_reply(s, "250");
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s,
	    edit_join(r, mail_cleartext(r, sender(r), recipient(r)), run_span(r, "%s\r\n", word)));
	need_reply(s, "5xx");
	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_on_disk(r, run_token(r));
	expect_not_on_disk(r, word);
}

const struct test_case ZERO_DISK_REFUSED = {
	.text = "a refused message is in no file",
	.needs = NEED_MAIL | NEED_DISK,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
