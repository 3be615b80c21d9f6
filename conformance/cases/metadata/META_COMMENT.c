/* META_COMMENT: /shared/comment is not set, since 1.12.0 of the deployed relays: a text of the
 * operator between two people is nobody's wish. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));

	expect_imap(c, "OK", "GETMETADATA \"\" (/shared/comment)");
	struct span v = imapc_entry(c, "/shared/comment");
	expect_true(r, v.n == 0, "NIL or nothing", "%.*s", (int)v.n, (const char *)v.p);
}

const struct test_case META_COMMENT = {
	.text = "/shared/comment is not set",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
