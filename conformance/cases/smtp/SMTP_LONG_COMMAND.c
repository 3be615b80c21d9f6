/* SMTP_LONG_COMMAND: a command line above the limit is refused and read to its end;
 * the next line is a command again. Lines of 512 octets must work (RFC 5321,
 * 4.5.3.1.4). */
#include "conformance/case.h"

static void
send(struct run *r, size_t octets, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);
	struct span filler = pgp_filler(r, "", 0, octets - 7);

	smtpc_raw(c, edit_join(r, edit_join(r, SPAN("NOOP "), filler), SPAN("\r\n")));
	expect_reply(c, want);
	expect_alive(c);
}

static void
play(struct run *r)
{
	send(r, 4 * (size_t)limit_number(r, "smtp_command_octets"), "500 5xx");
}

static void
twin(struct run *r)
{
	send(r, (size_t)limit_number(r, "smtp_command_floor_octets"), "250");
}

const struct test_case SMTP_LONG_COMMAND = {
	.text = "an over-long command line is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
