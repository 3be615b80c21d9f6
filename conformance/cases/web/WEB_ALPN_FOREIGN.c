/* WEB_ALPN_FOREIGN: a protocol nobody here speaks is never selected on 443 and leads to no
 * mail service (RFC 7301, 3.2; ALPACA; decision Q-28).  A refusal conforms, and so does HTTP
 * without a selected protocol: deployed nginx before 1.21.4 ignores unknown names. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const names[] = { "xmpp-client", "pop3", "ftp", "imap4", "SMTP" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tls_offer offer = { .sni = webc_name(r), .alpn = names[i] };
		struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);
		expect_true(r, !seen.up || seen.alpn[0] == '\0',
		    "an alert, or no protocol selected", "\"%s\" selected", seen.alpn);
		expect_true(r,
		    !seen.up || seen.first[0] == '\0' ||
			span_starts(span_str(seen.first), SPAN("HTTP/1.")),
		    "no mail service", "\"%s\" for ALPN %s", seen.first, names[i]);
	}
}

static void
twin(struct run *r)
{
	struct tls_offer offer = { .sni = webc_name(r), .alpn = "http/1.1" };

	expect_true(r, tls_probe(r, PORT_HTTPS, offer).up, "a connection with http/1.1", "none");
}

const struct test_case WEB_ALPN_FOREIGN = {
	.text = "a foreign ALPN on 443 is not selected",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
