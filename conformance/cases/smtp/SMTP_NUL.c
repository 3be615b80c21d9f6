/* SMTP_NUL: NUL is not allowed in a command line (RFC 5321, 4.1.2: no control
 * characters). */
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
	send(r, SPAN("NOOP x\0y\r\n"), "5xx close");
}

static void
twin(struct run *r)
{
	send(r, SPAN("NOOP x y\r\n"), "250");
}

const struct test_case SMTP_NUL = {
	.text = "a NUL in a command line is refused",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
