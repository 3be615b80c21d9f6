/* TLS_CERT_DATES: the certificate on every port is valid now (RFC 5280, 4.1.2.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_SUBMISSION, PORT_IMAPS,
		PORT_IMAP };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_seen seen =
		    tls_probe(r, port[i], (struct tls_offer){ .sni = run_domain(r) });
		need_true(r, seen.up, "a connection");
		expect_true(r, seen.dates_ok, "notBefore <= now <= notAfter", "not on port %zu", i);
	}
}

const struct test_case TLS_CERT_DATES = {
	.text = "certificates are valid now",
	.needs = NEED_MAIL | NEED_SUBMISSION | NEED_IMAP,
	.play = play,
};
