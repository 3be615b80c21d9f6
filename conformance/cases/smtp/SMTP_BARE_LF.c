/* SMTP_BARE_LF: only CR LF ends a line.  RFC 5321, 2.3.8; SMTP smuggling, 2023.
 * Two NOOPs joined by a bare LF are not two commands: one answer or a closed
 * connection, and the next answer belongs to QUIT. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_replies(r, SPAN("NOOP\nNOOP\r\n"), "5xx 250 close", "221 close");
}

/* Two answers to two commands: then the one above was really refused. */
static void
twin(struct run *r)
{
	expect_replies(r, SPAN("NOOP\r\nNOOP\r\n"), "250", "250");
}

const struct test_case SMTP_BARE_LF = {
	.text = "a bare LF does not end a command line",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
