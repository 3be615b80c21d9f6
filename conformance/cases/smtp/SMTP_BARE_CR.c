/* SMTP_BARE_CR: a CR that no LF follows is not allowed in a command line (RFC 5321,
 * 2.3.8). */
#include "conformance/case.h"

static void
send(struct run *r, struct span line, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_raw(c, line);
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	send(r, SPAN("NOOP x\rNOOP\r\n"), "5xx close");
}

static void
twin(struct run *r)
{
	send(r, SPAN("NOOP x NOOP\r\n"), "250");
}

const struct test_case SMTP_BARE_CR = {
	.text = "a bare CR in a command line is refused",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
