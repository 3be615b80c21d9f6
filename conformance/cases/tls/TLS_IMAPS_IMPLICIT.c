/* TLS_IMAPS_IMPLICIT: port 993 says nothing of IMAP outside TLS: no greeting, no
 * answer to a command. An alert, a close or silence conform. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	bool closed;
	struct span came = clear_probe(r, PORT_IMAPS, SPAN("a NOOP\r\n"), &closed);

	/* 0x15 is an alert record. */
	expect_true(r, came.n == 0 || came.p[0] == 0x15, "an alert or nothing",
	    "%zu octets that are no alert", came.n);
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
