/* TLS_NO_ALPN: a handshake without ALPN works on every port: the real client offers
 * none on 993 and 465 (chatmail/core#5894). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_SUBMISSION, PORT_IMAPS,
		PORT_IMAP };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_seen seen =
		    tls_probe(r, port[i], (struct tls_offer){ .sni = run_domain(r) });
		expect_true(
		    r, seen.up, "a connection without ALPN", "alert %d on port %zu", seen.alert, i);
	}
}

const struct test_case TLS_NO_ALPN = {
	.text = "handshakes without ALPN work on all ports",
	.needs = NEED_MAIL | NEED_SUBMISSION | NEED_IMAP,
	.play = play,
};
