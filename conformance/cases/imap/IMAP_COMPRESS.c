/* IMAP_COMPRESS: COMPRESS=DEFLATE is advertised only if it works (RFC 4978): everything behind
 * the OK is packed in both directions, and a second COMPRESS is refused. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "packed");
	struct span m = mail_encrypted(r, sender(r), sender(r));

	need_offer(c, "COMPRESS=DEFLATE");
	expect_imap(c, "OK", "COMPRESS DEFLATE");
	imapc_deflate(c);
	expect_append(c, "OK", name, "", m);
	expect_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "FETCH 1 (BODY.PEEK[])");
	expect_true(r, span_eq(imapc_literal(imapc_find(c, "BODY[")), m), "the message", "others");
	expect_imap(c, "NO BAD", "COMPRESS DEFLATE");
	for (unsigned i = 0; i < 20; i++)
		expect_imap(c, "OK", "FETCH 1 (BODY.PEEK[])");
	expect_imap(c, "OK", "LOGOUT");
}

const struct test_case IMAP_COMPRESS = {
	.text = "COMPRESS=DEFLATE works where it is advertised",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
