/* MBOX_APPEND: APPEND stores the octets that were sent (RFC 3501, 6.3.11), in any mailbox. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "kept");
	struct span m = mail_encrypted(r, sender(r), sender(r));

	expect_append(c, "OK", name, "", m);
	expect_imap(c, "OK", "SELECT %s", name);
	expect_true(r, imapc_number(c, "EXISTS") == 1, "1 EXISTS", "%lld",
	    (long long)imapc_number(c, "EXISTS"));
	expect_imap(c, "OK", "FETCH 1 (BODY.PEEK[])");
	struct span got = imapc_literal(imapc_find(c, "BODY["));
	expect_true(
	    r, span_eq(got, m), "the octets that were sent", "%zu of %zu octets", got.n, m.n);
}

const struct test_case MBOX_APPEND = {
	.text = "APPEND stores a message",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
