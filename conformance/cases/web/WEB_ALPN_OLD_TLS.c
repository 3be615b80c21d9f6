/* WEB_ALPN_OLD_TLS: the door for mail on 443 is as strict as 465 and 993 (TLS 1.3), the one
 * for HTTPS takes TLS 1.2 at least (RFC 8996; decision Q-29).  Whether HTTPS takes 1.2 is free. */
#include "conformance/case.h"

enum { TLS_1_0 = 0x0301, TLS_1_1 = 0x0302, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

static void
try(struct run *r, const char *alpn, int min, int max, bool up)
{
	struct tls_offer offer = { .min = min, .max = max, .sni = webc_name(r), .alpn = alpn };
	struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);

	expect_true(r, seen.up == up, up ? "a connection with TLS 1.3" : "no connection",
	    "%s with %s, version 0x%04x", seen.up ? "one" : "none", alpn,
	    (unsigned)(seen.up ? seen.version : max));
}

static void
play(struct run *r)
{
	try(r, "imap", TLS_1_0, TLS_1_2, false);
	try(r, "smtp", TLS_1_0, TLS_1_2, false);
	try(r, "http/1.1", TLS_1_0, TLS_1_1, false);
}

static void
twin(struct run *r)
{
	try(r, "imap", TLS_1_3, 0, true);
	try(r, "smtp", TLS_1_3, 0, true);
	try(r, "http/1.1", TLS_1_3, 0, true);
}

const struct test_case WEB_ALPN_OLD_TLS = {
	.text = "old TLS is refused on 443",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
