/* TLS_SUBMISSIONS_IMPLICIT: port 465 says nothing of SMTP outside TLS: no banner, no
 * answer to a command. An alert, a close or silence conform. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	bool closed;
	struct span came = clear_probe(r, PORT_SUBMISSIONS, SPAN("NOOP\r\n"), &closed);

	/* 0x15 is an alert record. */
	expect_true(r, came.n == 0 || came.p[0] == 0x15, "an alert or nothing",
	    "%zu octets that are no alert", came.n);
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSIONS);

	smtpc_send(c, "NOOP");
	expect_reply(c, "250");
}

const struct test_case TLS_SUBMISSIONS_IMPLICIT = {
	.text = "port 465 answers no SMTP in clear",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
