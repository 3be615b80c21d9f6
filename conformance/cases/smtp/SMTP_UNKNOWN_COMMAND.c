/* SMTP_UNKNOWN_COMMAND: an unknown command gets 500 or 502 and costs nothing else (RFC
 * 5321, 4.2.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_alive(expect_line(r, SPAN("XYZZY\r\n"), "500 502 5xx"));
}

static void
twin(struct run *r)
{
	expect_alive(expect_line(r, SPAN("NOOP\r\n"), "250"));
}

const struct test_case SMTP_UNKNOWN_COMMAND = {
	.text = "an unknown command is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
