/* SMTP_NUL: no control characters in commands with addresses (RFC 5321, 4.1.2).  Programs
 * that keep strings the C way stop reading at a NUL: what stands behind it must not be
 * cut off unseen.  NOOP would not do: its argument is to be ignored (4.1.1.9). */
#include "conformance/case.h"

static void
send(struct run *r, struct span behind, const char *want)
{
	struct smtpc *c = smtpc_login(r, account(r, 0)), *again = smtpc_login(r, account(r, 0));
	struct span mail = run_span(r, "MAIL FROM:<%s>", sender(r));
	struct span rcpt = run_span(r, "RCPT TO:<%s>", sender(r));
	struct span end = edit_join(r, behind, SPAN("\r\n"));

	smtpc_raw(c, edit_join(r, mail, end));
	expect_reply(c, want);
	smtpc_raw(again, edit_join(r, mail, SPAN("\r\n")));
	need_reply(again, "250");
	smtpc_raw(again, edit_join(r, rcpt, end));
	expect_reply(again, want);
}

static void
play(struct run *r)
{
	send(r, SPAN("\0hidden"), "5xx close");
}

static void
twin(struct run *r)
{
	send(r, SPAN(""), "250");
}

const struct test_case SMTP_NUL = {
	.text = "a NUL in a MAIL or RCPT command is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
