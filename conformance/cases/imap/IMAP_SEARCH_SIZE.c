/* IMAP_SEARCH_SIZE: LARGER and SMALLER compare RFC822.SIZE and do not mean equal (RFC 3501,
 * 6.4.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "size", 1, &name);

	need_imap(c, "OK", "FETCH 1 (RFC822.SIZE)");
	long long n = (long long)imapc_number(c, "RFC822.SIZE");
	need_true(r, n > 1, "an RFC822.SIZE");
	expect_hit(c, true, run_text(r, "LARGER %lld", n - 1));
	expect_hit(c, false, run_text(r, "LARGER %lld", n));
	expect_hit(c, true, run_text(r, "SMALLER %lld", n + 1));
	expect_hit(c, false, run_text(r, "SMALLER %lld", n));
}

const struct test_case IMAP_SEARCH_SIZE = {
	.text = "SEARCH by size",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
