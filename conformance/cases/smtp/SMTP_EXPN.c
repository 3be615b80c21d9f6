/* SMTP_EXPN: EXPN is refused: there are no lists, and no names are told (RFC 5321,
 * 7.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_alive(expect_line(r, SPAN("EXPN staff\r\n"), "502 5xx"));
}

static void
twin(struct run *r)
{
	expect_alive(expect_line(r, SPAN("NOOP staff\r\n"), "250"));
}

const struct test_case SMTP_EXPN = {
	.text = "EXPN is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
