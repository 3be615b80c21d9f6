/* ZERO_LOG_REFUSED: what is refused is not logged: not the text of a message, not the address it
 * pretends to be from, not one that the relay does not send to. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *token = run_token(r);
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span text = edit_join(
	    r, mail_cleartext(r, sender(r), recipient(r)), run_span(r, "text%s\r\n", token));

	smtpc_send(s, "MAIL FROM:<from%s@%s>", token, run_domain(r));
	need_reply(s, "5xx 250");
	smtpc_send(s, "RSET");
	need_reply(s, "250");
	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<to%s@>", token);
	need_reply(s, "5xx");
	smtpc_send(s, "RSET");
	need_reply(s, "250");
	expect_offer(s, sender(r), recipient(r), text, "5xx");
	expect_not_in_logs(r, run_text(r, "from%s", token));
	expect_not_in_logs(r, run_text(r, "to%s", token));
	expect_not_in_logs(r, run_text(r, "text%s", token));
}

const struct test_case ZERO_LOG_REFUSED = {
	.text = "no log has words of what was refused",
	.needs = NEED_MAIL | NEED_LOGS,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
