/* IMAP_LITERAL_4G: a literal of four gigabytes is refused before its octets come, also after
 * login; so is a count beyond 32 bits (RFC 3501, 9). The twin announces what a message may
 * have. */
#include "conformance/case.h"

static void
append(struct run *r, const char *literal, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	imapc_start(c, "APPEND INBOX %s", literal);
	if (span_eq(span_str(want), SPAN("+")))
		expect_imap_continue(c);
	else
		expect_imap_tagged(c, want);
}

static void
play(struct run *r)
{
	append(r, "{4294967295}", "NO BAD BYE");
	append(r, "{4294967296}", "NO BAD BYE");
	append(r, "{18446744073709551617}", "NO BAD BYE");
	expect_login(r, account(r, 0)->address, account(r, 0)->password, "OK");
}

static void
twin(struct run *r)
{
	append(r, "{4096}", "+");
}

const struct test_case IMAP_LITERAL_4G = {
	.text = "a literal of 4 GB is refused without +",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
