/* META_MAXSIZE: GETMETADATA with MAXSIZE leaves out values above it and tells the longest in
 * LONGENTRIES (RFC 5464, 4.2.1). The grammar has the option before the mailbox, the examples
 * behind it: one of both has to work. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, fresh_account(r, 0));
	struct span fill = pgp_filler(r, "size:", 5, 200);

	need_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"%.*s\")", (int)fill.n,
	    (const char *)fill.p);
	expect_imap(c, "OK BAD", "GETMETADATA (MAXSIZE 100) INBOX (/private/devicetoken)");
	if (span_search(imapc_tagged(c), SPAN(" BAD ")) < imapc_tagged(c).n)
		expect_imap(c, "OK", "GETMETADATA INBOX (MAXSIZE 100) (/private/devicetoken)");
	expect_true(r, imapc_entry(c, "/private/devicetoken").n == 0, "no value above 100 octets",
	    "it is there");
	int64_t n = span_number(imapc_code(c, "METADATA LONGENTRIES"), 0);
	expect_true(r, n == 200, "[METADATA LONGENTRIES 200]", "%.*s", (int)imapc_tagged(c).n,
	    (const char *)imapc_tagged(c).p);
}

const struct test_case META_MAXSIZE = {
	.text = "MAXSIZE leaves out long values",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
