/* ACC_IMAP_SASL: AUTHENTICATE PLAIN works, with and without initial response where
 * SASL-IR is offered (RFC 3501, 6.2.2; RFC 4959): generic clients use it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *response = sasl_plain(r, account(r, 0)->address, account(r, 0)->password);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "AUTHENTICATE PLAIN");
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s\r\n", response));
	expect_imap_tagged(c, "OK");
	struct imapc *direct = imapc_connect(r, PORT_IMAPS);
	need_imap(direct, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(direct, "SASL-IR").n > 0)
		expect_imap(direct, "OK", "AUTHENTICATE PLAIN %s", response);
}

const struct test_case ACC_IMAP_SASL = {
	.text = "IMAP AUTHENTICATE PLAIN works",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
