/* DLV_BCC: a Bcc field that a client left in is not delivered: it tells the
 * recipients about others.  RFC 5322, 3.6.3. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:", run_span(r, "Bcc: third@%s\r\n", run_domain(r)));
	struct span got = expect_accepted(r, m);
	expect_true(r, mail_fields(got, "Bcc") == 0, "no Bcc field", "it is delivered");
}

const struct test_case DLV_BCC = {
	.text = "Bcc is not delivered",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
