/* WEB_ALPN_NONE: without ALPN port 443 is a web server (RFC 7301, 3.2; decision Q-28).  Any
 * status conforms: what is looked at is who answers. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct tls_offer offer = { .sni = webc_name(r), .alpn = NULL };
	struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);

	expect_true(r, seen.up, "a connection without ALPN", "none, alert %d", seen.alert);
	expect_true(r, seen.alpn[0] == '\0', "no protocol selected", "\"%s\"", seen.alpn);
	expect_true(r, span_starts(span_str(seen.first), SPAN("HTTP/1.1 ")), "a status line",
	    "\"%s\"", seen.first);
}

const struct test_case WEB_ALPN_NONE = {
	.text = "443 without ALPN is HTTP",
	.needs = NEED_HTTPS,
	.play = play,
};
