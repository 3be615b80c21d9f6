/* SMTP_LONG_COMMAND: a command line above the limit is one line, refused or executed
 * as one (RFC 5321, 4.5.3.1: limits are not asked for; 500 is for who has one); what is
 * too much is not taken for further commands, and the next line is read afresh.  The
 * filler is made of commands, so that a relay that splits the line gives more answers.
 * Lines of 512 octets must work (4.5.3.1.4). */
#include "conformance/case.h"

static void
send(struct run *r, size_t octets, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);
	struct span line = SPAN("NOOP ");

	while (line.n < octets - 2)
		line = edit_join(r, line, SPAN("NOOP "));
	smtpc_raw(c, edit_join(r, span_sub(line, 0, octets - 2), SPAN("\r\n")));
	expect_reply(c, want);
	expect_alive(c);
	smtpc_send(c, "QUIT");
	expect_reply(c, "221 close");
}

static void
play(struct run *r)
{
	send(r, 4 * (size_t)limit_number(r, "smtp_command_octets"), "500 5xx 250");
}

static void
twin(struct run *r)
{
	send(r, (size_t)limit_number(r, "smtp_command_floor_octets"), "250");
}

const struct test_case SMTP_LONG_COMMAND = {
	.text = "an over-long command line has one answer, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
