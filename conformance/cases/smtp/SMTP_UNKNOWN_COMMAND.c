/* SMTP_UNKNOWN_COMMAND: an unknown command gets 500 or 502 and costs nothing else (RFC
 * 5321, 4.2.4). */
#include "conformance/case.h"

static void
send(struct run *r, struct span line, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_raw(c, line);
	expect_reply(c, want);
	expect_alive(c);
}

static void
play(struct run *r)
{
	send(r, SPAN("XYZZY\r\n"), "500 502 5xx");
}

static void
twin(struct run *r)
{
	send(r, SPAN("NOOP\r\n"), "250");
}

const struct test_case SMTP_UNKNOWN_COMMAND = {
	.text = "an unknown command is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
