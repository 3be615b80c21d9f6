/* TLS_IMAP_LOGINDISABLED: port 143 says in clear that STARTTLS is there and LOGIN is
 * not (RFC 3501, 6.2.1 and 7.2.1), so that no client sends its password to find out. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "CAPABILITY");
	expect_true(r, imapc_find(c, "STARTTLS").n > 0, "STARTTLS", "it is not advertised");
	expect_true(
	    r, imapc_find(c, "LOGINDISABLED").n > 0, "LOGINDISABLED", "it is not advertised");
	expect_true(
	    r, imapc_find(c, "AUTH=PLAIN").n == 0, "no AUTH=PLAIN in clear", "it is advertised");
}

const struct test_case TLS_IMAP_LOGINDISABLED = {
	.text = "143 advertises STARTTLS and LOGINDISABLED in clear",
	.needs = NEED_IMAP,
	.play = play,
};
