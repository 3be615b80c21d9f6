/* TLS_IMAP_NO_SECOND_GREETING: after STARTTLS on 143 the first octets of the server
 * answer a command (RFC 3501, 6.2.1); the real client waits for no second greeting
 * (chatmail/core src/imap/client.rs) and would take it for an answer. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	imapc_starttls(c);
	expect_imap(c, "OK", "NOOP");
	expect_true(r, imapc_lines(c) == 0, "nothing before the answer to NOOP", "%.*s",
	    (int)imapc_line(c, 0).n, (const char *)imapc_line(c, 0).p);
}

const struct test_case TLS_IMAP_NO_SECOND_GREETING = {
	.text = "no second greeting comes after STARTTLS on 143",
	.needs = NEED_IMAP,
	.play = play,
};
