/* TLS_SUBMISSIONS_IMPLICIT: port 465 says nothing of SMTP outside TLS: no banner, no
 * answer to a command. An alert, a close or silence conform. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	bool closed;
	struct span came = clear_probe(r, PORT_SUBMISSIONS, SPAN("NOOP\r\n"), &closed);

	expect_true(r, span_search(came, SPAN("220")) == came.n, "no answer in clear",
	    "%zu octets, with 220 in them", came.n);
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
