/* IMAP_BODY: the fetch of a whole message (chatmail/core src/imap.rs): UID, FLAGS and
 * all octets; the literal is as long as RFC822.SIZE says. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	uint32_t uid = imapc_uid(c);

	expect_imap(c, "OK", "UID FETCH %u (FLAGS RFC822.SIZE BODY.PEEK[])", uid);
	struct span line = imapc_find(c, "BODY[]"), whole = imapc_literal(line);
	expect_true(r,
	    span_search(line, SPAN("FLAGS (")) < line.n &&
		span_search(line, span_str(run_text(r, "UID %u", uid))) < line.n,
	    "FLAGS and UID", "missing");
	expect_true(r, (int64_t)whole.n == imapc_number(c, "RFC822.SIZE"), "RFC822.SIZE octets",
	    "%zu octets, RFC822.SIZE %lld", whole.n, (long long)imapc_number(c, "RFC822.SIZE"));
	expect_true(r, span_search(whole, span_str(run_token(r))) < whole.n,
	    "the message that was sent", "another");
}

const struct test_case IMAP_BODY = {
	.text = "a whole message is fetched with UID, FLAGS and RFC822.SIZE octets",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
