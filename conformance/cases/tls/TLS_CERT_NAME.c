/* TLS_CERT_NAME: the certificate on every port covers the mail domain (RFC 9525, 6):
 * users know nothing else to compare. */
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
		expect_true(
		    r, seen.name_ok, "a subjectAltName for the mail domain", "none on port %zu", i);
	}
}

const struct test_case TLS_CERT_NAME = {
	.text = "certificates cover the mail domain",
	.needs = NEED_MAIL | NEED_SUBMISSION | NEED_IMAP,
	.play = play,
};
