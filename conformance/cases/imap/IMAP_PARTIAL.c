/* IMAP_PARTIAL: partial fetches (RFC 3501, 6.4.5): a window of the octets, empty
 * beyond the end. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u (BODY.PEEK[])", uid);
	struct span all = imapc_literal(imapc_find(c, "BODY[]"));
	struct span whole = run_span(r, "%.*s", (int)all.n, (const char *)all.p);

	expect_imap(c, "OK", "UID FETCH %u (BODY.PEEK[]<10.100>)", uid);
	struct span part = imapc_literal(imapc_find(c, "BODY[]<10>"));
	expect_true(
	    r, span_eq(part, span_sub(whole, 10, 100)), "octets 10 to 109", "%zu octets", part.n);
	expect_imap(c, "OK", "UID FETCH %u (BODY.PEEK[]<100000.100>)", uid);
	expect_true(
	    r, imapc_literal(imapc_find(c, "BODY[]<100000>")).n == 0, "an empty string", "octets");
}

const struct test_case IMAP_PARTIAL = {
	.text = "partial fetches give the window, or nothing beyond the end",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
