/* IMAP_SELECT: SELECT of an empty INBOX gives all a client needs to begin: FLAGS,
 * EXISTS, UIDVALIDITY, UIDNEXT (RFC 3501, 6.3.1; chatmail/core#1577, #5043). */
#include "conformance/case.h"

/* PERMANENTFLAGS is another answer. */
static bool
says_flags(const struct imapc *c)
{
	for (size_t i = 0; i < imapc_lines(c); i++)
		if (span_starts_nocase(imapc_line(c, i), SPAN("FLAGS (")))
			return true;
	return false;
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, fresh_account(r, 0));

	expect_imap(c, "OK", "SELECT \"INBOX\"");
	expect_true(r, says_flags(c), "FLAGS", "missing");
	expect_true(r, imapc_number(c, "EXISTS") == 0, "0 EXISTS", "%lld",
	    (long long)imapc_number(c, "EXISTS"));
	expect_true(r, imapc_number(c, "UIDVALIDITY") > 0, "UIDVALIDITY", "missing");
	expect_true(r, imapc_number(c, "UIDNEXT") > 0, "UIDNEXT", "missing");
}

const struct test_case IMAP_SELECT = {
	.text = "SELECT of an empty INBOX gives FLAGS, EXISTS, UIDVALIDITY and UIDNEXT",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
