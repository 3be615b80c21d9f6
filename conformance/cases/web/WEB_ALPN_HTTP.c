/* WEB_ALPN_HTTP: with http/1.1 port 443 is a web server (RFC 7301, 3.2; decision Q-28).  Any
 * status conforms: what is looked at is who answers. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct tls_offer offer = { .sni = webc_name(r), .alpn = "http/1.1" };
	struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);

	expect_true(r, seen.up, "a connection with ALPN http/1.1", "none, alert %d", seen.alert);
	expect_true(r, seen.alpn[0] == '\0' || span_eq(span_str(seen.alpn), SPAN("http/1.1")),
	    "http/1.1, or no protocol selected", "\"%s\" selected", seen.alpn);
	expect_true(r, span_starts(span_str(seen.first), SPAN("HTTP/1.1 ")), "a status line",
	    "\"%s\"", seen.first);
}

const struct test_case WEB_ALPN_HTTP = {
	.text = "443 with ALPN http/1.1 is HTTP",
	.needs = NEED_HTTPS,
	.play = play,
};
