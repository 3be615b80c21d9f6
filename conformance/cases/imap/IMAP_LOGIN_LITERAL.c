/* IMAP_LOGIN_LITERAL: a password in a literal is taken octet by octet: what would need escapes
 * in a quoted string does not (RFC 3501, 4.3). The same password in quotes opens the same
 * account. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *address = fresh_account(r, 0)->address;
	static const char password[] = "pass {3} \\ \"word\" )";
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_login(r, fresh_account(r, 1));
	imapc_start(c, "LOGIN {%zu}", span_str(address).n);
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s {%zu}\r\n", address, sizeof(password) - 1));
	expect_imap_continue(c);
	imapc_raw(c, run_span(r, "%s\r\n", password));
	expect_imap_tagged(c, "OK");
	struct imapc *again = imapc_connect(r, PORT_IMAPS);
	expect_imap(again, "OK", "LOGIN %s %s", address, imap_quoted(r, password));
	struct imapc *wrong = imapc_connect(r, PORT_IMAPS);
	expect_imap(wrong, "NO BAD BYE", "LOGIN %s \"pass {3} word )\"", address);
}

const struct test_case IMAP_LOGIN_LITERAL = {
	.text = "LOGIN with literals",
	.needs = NEED_IMAPS,
	.fresh = 2,
	.making = true,
	.play = play,
};
