/* META_TOKEN_LONG: tokens of 4096 printable octets are kept whole: those of today are
 * encrypted to the notification service and opaque (chatmail/core src/push.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, fresh_account(r, 0));
	struct span fill =
	    pgp_filler(r, "openpgp:", 8, (size_t)limit_number(r, "meta_token_octets"));
	const char *token = run_text(r, "%.*s", (int)fill.n, (const char *)fill.p);

	expect_imap(c, "OK", "SETMETADATA \"INBOX\" (/private/devicetoken \"%s\")", token);
	expect_imap(c, "OK", "GETMETADATA \"INBOX\" (/private/devicetoken)");
	struct span all = imapc_entry(c, "/private/devicetoken");
	expect_true(r, span_search(all, fill) < all.n, "the 4096 octets", "%zu octets", all.n);
}

const struct test_case META_TOKEN_LONG = {
	.text = "a token of 4096 octets is kept whole",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
