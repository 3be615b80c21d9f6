/* IMAP_ENVELOPE: ENVELOPE and BODYSTRUCTURE of an encrypted message (RFC 3501, 7.4.2):
 * Message-ID, sender, and the two parts. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u (ENVELOPE BODYSTRUCTURE)", uid);
	struct span line = imapc_find(c, "ENVELOPE");
	expect_true(r, span_search(line, span_str(run_token(r))) < line.n, "the Message-ID", "%.*s",
	    (int)line.n, (const char *)line.p);
	expect_true(r, span_search(line, SPAN("\"[...]\"")) < line.n, "the Subject", "%.*s",
	    (int)line.n, (const char *)line.p);
	expect_true(r,
	    span_search_nocase(line, SPAN("\"pgp-encrypted\"")) < line.n &&
		span_search_nocase(line, SPAN("\"octet-stream\"")) < line.n &&
		span_search_nocase(line, SPAN(") \"encrypted\"")) < line.n,
	    "two parts and ENCRYPTED", "%.*s", (int)line.n, (const char *)line.p);
}

const struct test_case IMAP_ENVELOPE = {
	.text = "ENVELOPE and BODYSTRUCTURE are right",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
