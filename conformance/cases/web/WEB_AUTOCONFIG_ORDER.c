/* WEB_AUTOCONFIG_ORDER: clients try the servers in document order (core: src/configure.rs), so
 * implicit TLS on 993 and 465 comes first (RFC 8314, 3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = need_page(r, "/.well-known/autoconfig/mail/config-v1.1.xml");
	struct webc_server imap = webc_server(c, "imap", 0), smtp = webc_server(c, "smtp", 0);

	expect_true(r, webc_server_is(r, &imap, PORT_IMAPS), "993 first", "port %.*s, %.*s",
	    (int)imap.port.n, (const char *)imap.port.p, (int)imap.socket.n,
	    (const char *)imap.socket.p);
	expect_true(r, webc_server_is(r, &smtp, PORT_SUBMISSIONS), "465 first", "port %.*s, %.*s",
	    (int)smtp.port.n, (const char *)smtp.port.p, (int)smtp.socket.n,
	    (const char *)smtp.socket.p);
}

const struct test_case WEB_AUTOCONFIG_ORDER = {
	.text = "autoconfig lists implicit TLS first",
	.needs = NEED_HTTPS,
	.play = play,
};
