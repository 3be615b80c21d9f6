/* ZERO_LOG_SUBJECT: no log has the Subject of a message, be it accepted or refused. */
#include "conformance/case.h"

static struct span
about(struct run *r, struct span message, const char *word)
{
	return edit_replace(
	    r, message, "Subject: [...]", run_text(r, "Subject: %s%s", word, run_token(r)));
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct span good = mail_encrypted(r, sender(r), recipient(r));

	expect_offer(s, sender(r), recipient(r),
	    about(r, mail_cleartext(r, sender(r), recipient(r)), "clear"), "5xx");
	need_submit(s, sender(r), recipient(r), about(r, good, "sealed"));
	need_arrival(c, run_token(r));
	expect_not_in_logs(r, run_text(r, "clear%s", run_token(r)));
	expect_not_in_logs(r, run_text(r, "sealed%s", run_token(r)));
}

const struct test_case ZERO_LOG_SUBJECT = {
	.text = "no log has the Subject of a message",
	.needs = NEED_MAIL | NEED_LOGS,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
