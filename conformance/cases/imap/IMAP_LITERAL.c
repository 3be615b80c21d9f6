/* IMAP_LITERAL: literals with continuation work wherever a string may stand (RFC 3501,
 * 4.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "LOGIN {%zu}", span_str(a->address).n);
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s {%zu}\r\n", a->address, span_str(a->password).n));
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s\r\n", a->password));
	expect_imap_tagged(c, "OK");
	imapc_start(c, "SELECT {5}");
	expect_imap_continue(c);
	imapc_raw(c, SPAN("INBOX\r\n"));
	expect_imap_tagged(c, "OK");
}

const struct test_case IMAP_LITERAL = {
	.text = "literals work in LOGIN and SELECT",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
