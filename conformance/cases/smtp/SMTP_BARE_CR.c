/* SMTP_BARE_CR: a CR that no LF follows ends no line (RFC 5321, 2.3.8: nothing but
 * CR LF is to be recognized as a line end).  Refusing the line is fine, and so is
 * one answer to it as a whole: the next answer has to be that to QUIT. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_replies(r, SPAN("NOOP x\rNOOP\r\n"), "5xx 250 close", "221 close");
}

/* Two answers to two commands: then the one above was really no line end. */
static void
twin(struct run *r)
{
	expect_replies(r, SPAN("NOOP x\r\nNOOP\r\n"), "250", "250");
}

const struct test_case SMTP_BARE_CR = {
	.text = "a bare CR does not end a command line",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
