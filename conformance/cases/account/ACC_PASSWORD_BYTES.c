/* ACC_PASSWORD_BYTES: a password is octets, not syntax: quotes, backslash, space and
 * other printable ASCII work, written as quoted string, as literal, and in AUTH PLAIN.
 * That accounts are made at all is preparation, shown with another one. */
#include "conformance/case.h"

static const char PASSWORD[] = "a\"b\\c'd/e f{9}%(x)*~";

static void
play(struct run *r)
{
	const char *address = fresh_account(r, 0)->address;
	struct imapc *quoted = imapc_connect(r, PORT_IMAPS);
	struct imapc *literal = imapc_connect(r, PORT_IMAPS);
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	imapc_login(r, fresh_account(r, 1));
	expect_imap(quoted, "OK", "LOGIN \"%s\" \"%s\"", address, "a\\\"b\\\\c'd/e f{9}%(x)*~");
	imapc_start(literal, "LOGIN \"%s\" {%zu}", address, sizeof(PASSWORD) - 1);
	expect_imap_continue(literal);
	imapc_raw(literal, run_span(r, "%s\r\n", PASSWORD));
	expect_imap_tagged(literal, "OK");
	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, address, PASSWORD));
	expect_reply(c, "235");
}

const struct test_case ACC_PASSWORD_BYTES = {
	.text = "any printable password works in every form",
	.needs = NEED_MAIL,
	.fresh = 2,
	.making = true,
	.play = play,
};
