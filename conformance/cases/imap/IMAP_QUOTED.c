/* IMAP_QUOTED: quoted strings with escaped quotes and backslashes (RFC 3501, 4.3): a
 * password may hold them. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *address = fresh_account(r, 0)->address;
	struct smtpc *s = smtpc_ready(r, PORT_SUBMISSIONS);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	smtpc_send(s, "AUTH PLAIN %s", sasl_plain(r, address, "one\"two\\three"));
	need_reply(s, "235");
	expect_imap(c, "OK", "LOGIN \"%s\" \"one\\\"two\\\\three\"", address);
	expect_imap(c, "OK", "SELECT \"INBOX\"");
}

const struct test_case IMAP_QUOTED = {
	.text = "escapes in quoted strings work",
	.needs = NEED_MAIL,
	.fresh = 1,
	.making = true,
	.play = play,
};
