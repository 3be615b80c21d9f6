/* DLV_BODY: everything behind the header block arrives octet by octet.
 * RFC 5321, 4.5.2 and 6.4; a relay that re-wraps the encrypted part breaks its
 * signature or its armor. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span sent = mail_encrypted(r, sender(r), recipient(r));
	struct span got = expect_accepted(r, sent);

	expect_true(r, span_eq(mail_body(sent), mail_body(got)), "the body as it was sent",
	    "%zu octets sent, %zu arrived, or some differ", mail_body(sent).n, mail_body(got).n);
}

const struct test_case DLV_BODY = {
	.text = "the body arrives unchanged",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
