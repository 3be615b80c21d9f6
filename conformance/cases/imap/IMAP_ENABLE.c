/* IMAP_ENABLE: where ENABLE is advertised, it answers with what it enabled and passes over
 * words it does not know (RFC 5161, 3.1 and 3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_offer(c, "ENABLE");
	expect_imap(c, "OK", "ENABLE X-NO-SUCH-EXTENSION CONDSTORE");
	struct span line = imapc_find(c, "ENABLED");
	expect_true(r, span_starts_nocase(line, SPAN("ENABLED")), "an untagged ENABLED", "none");
	expect_true(r, span_search_nocase(line, SPAN("X-NO-SUCH")) == line.n,
	    "nothing that does not exist", "%.*s", (int)line.n, (const char *)line.p);
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case IMAP_ENABLE = {
	.text = "ENABLE passes over unknown words",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
