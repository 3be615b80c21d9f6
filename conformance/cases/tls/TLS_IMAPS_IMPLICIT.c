/* TLS_IMAPS_IMPLICIT: port 993 says nothing of IMAP outside TLS: no greeting, no
 * answer to a command. An alert, a close or silence conform. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	bool closed;
	struct span came = clear_probe(r, PORT_IMAPS, SPAN("a NOOP\r\n"), &closed);

	expect_true(r, span_search(came, SPAN("OK")) == came.n, "no answer in clear",
	    "%zu octets, with OK in them", came.n);
}

static void
twin(struct run *r)
{
	expect_imap(imapc_connect(r, PORT_IMAPS), "OK", "NOOP");
}

const struct test_case TLS_IMAPS_IMPLICIT = {
	.text = "port 993 answers no IMAP in clear",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
