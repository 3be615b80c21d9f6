/* SMTP_NUL: no control characters in commands with addresses (RFC 5321, 4.1.2).  Programs
 * that keep strings the C way stop reading at a NUL: what stands behind it must not be
 * cut off unseen.  NOOP would not do: its argument is to be ignored (4.1.1.9). */
#include "conformance/case.h"

static void
send(struct run *r, struct span behind, const char *want)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct span line = run_span(r, "MAIL FROM:<%s>", sender(r));

	smtpc_raw(c, edit_join(r, edit_join(r, line, behind), SPAN("\r\n")));
	expect_reply(c, want);
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
	.text = "a NUL in a MAIL command is refused",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
