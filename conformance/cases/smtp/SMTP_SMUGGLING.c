/* SMTP_SMUGGLING: a whole transaction behind a false end of data is text, not
 * commands: the inner message never arrives. A relay that takes the whole as one message
 * answers QUIT next, not the inner MAIL. The twin sends the inner message as a transaction
 * of its own. */
#include "conformance/case.h"

static void
smuggle(struct run *r, struct span end)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 1));
	struct span inner = mail_encrypted(r, sender(r), recipient(r));
	struct span outer =
	    edit_replace(r, mail_encrypted(r, sender(r), recipient(r)), run_token(r), "outer");
	struct span m = edit_join(r, edit_join(r, outer, end),
	    run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n", sender(r), recipient(r)));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	need_reply(c, "250");
	smtpc_send(c, "DATA");
	need_reply(c, "354");
	smtpc_raw(c, edit_join(r, edit_join(r, m, inner), SPAN(".\r\n")));
	expect_reply(c, "250 5xx close");
	if (smtpc_code(c) == 250) {
		smtpc_send(c, "QUIT");
		expect_reply(c, "221 close");
		return;
	}
	need_fence(box, account(r, 0), account(r, 1));
	expect_absent(box, run_token(r));
}

static void
play(struct run *r)
{
	smuggle(r, SPAN("x\n.\r\n"));
	smuggle(r, SPAN("x\n.\n"));
	smuggle(r, SPAN("x\r.\r\n"));
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case SMTP_SMUGGLING = {
	.text = "a transaction behind a false end of data is not executed",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
