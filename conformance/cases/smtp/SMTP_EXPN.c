/* SMTP_EXPN: EXPN is refused: there are no lists, and no names are told (RFC 5321,
 * 7.3). */
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
	send(r, SPAN("EXPN staff\r\n"), "502 5xx");
}

static void
twin(struct run *r)
{
	send(r, SPAN("NOOP staff\r\n"), "250");
}

const struct test_case SMTP_EXPN = {
	.text = "EXPN is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
