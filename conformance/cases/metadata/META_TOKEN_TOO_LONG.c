/* META_TOKEN_TOO_LONG: a token is bounded: 64 KiB are refused (RFC 5464, 4.3 and 5.1 leave the
 * limit to the server). The twin sets a short one. */
#include "conformance/case.h"

static void
set(struct run *r, size_t octets, const char *want)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	struct span token = pgp_filler(r, "long:", 5, octets);
	const char *text = run_text(r, "%.*s", (int)token.n, (const char *)token.p);

	expect_imap(c, want, "SETMETADATA INBOX (/private/devicetoken \"%s\")", text);
	expect_login(r, account(r, 0)->address, account(r, 0)->password, "OK");
}

static void
play(struct run *r)
{
	set(r, (size_t)limit_number(r, "meta_token_refused_octets"), "NO BAD BYE");
}

static void
twin(struct run *r)
{
	set(r, 100, "OK");
}

const struct test_case META_TOKEN_TOO_LONG = {
	.text = "a token of 64 KiB is refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
