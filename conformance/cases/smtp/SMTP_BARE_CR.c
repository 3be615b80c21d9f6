/* SMTP_BARE_CR: a CR that no LF follows ends no line (RFC 5321, 2.3.8: nothing but
 * CR LF is to be recognized as a line end).  Refusing the line is fine, and so is
 * one answer to it as a whole: the next answer has to be that to QUIT. */
#include "conformance/case.h"

static void
dialogue(struct run *r, struct span noops, const char *first, const char *second)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_raw(c, noops);
	expect_reply(c, first);
	if (smtpc_code(c) == 0)
		return;
	smtpc_send(c, "QUIT");
	expect_reply(c, second);
}

static void
play(struct run *r)
{
	dialogue(r, SPAN("NOOP x\rNOOP\r\n"), "5xx 250 close", "221 close");
}

/* Two answers to two commands: then the one above was really no line end. */
static void
twin(struct run *r)
{
	dialogue(r, SPAN("NOOP x\r\nNOOP\r\n"), "250", "250");
}

const struct test_case SMTP_BARE_CR = {
	.text = "a bare CR does not end a command line",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
