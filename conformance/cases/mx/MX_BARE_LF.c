/* MX_BARE_LF: only CR LF ends a line (RFC 5321, 2.3.8).  Two NOOPs joined by a bare LF are not two
 * commands: one answer or a closed connection, and the next answer belongs to QUIT. */
#include "conformance/case.h"

static void
say(struct run *r, struct span octets, const char *first, const char *second)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_raw(c, octets);
	expect_reply(c, first);
	if (smtpc_code(c) == 0)
		return;
	smtpc_send(c, "QUIT");
	expect_reply(c, second);
}

static void
play(struct run *r)
{
	say(r, SPAN("NOOP\nNOOP\r\n"), "5xx 250 close", "221 close");
}

/* Two answers to two commands: then the one above was really refused. */
static void
twin(struct run *r)
{
	say(r, SPAN("NOOP\r\nNOOP\r\n"), "250", "250");
}

const struct test_case MX_BARE_LF = {
	.text = "a bare LF does not end a command line on port 25",
	.needs = NEED_SMTP,
	.play = play,
	.twin = twin,
};
