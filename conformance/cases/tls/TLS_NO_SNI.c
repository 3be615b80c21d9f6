/* TLS_NO_SNI: a handshake without SNI works on every port: the real client sends none
 * for STARTTLS (chatmail/core src/imap/client.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_SUBMISSION, PORT_IMAPS,
		PORT_IMAP };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_seen seen = tls_probe(r, port[i], (struct tls_offer){ .sni = NULL });
		expect_true(
		    r, seen.up, "a connection without SNI", "alert %d on port %zu", seen.alert, i);
	}
}

const struct test_case TLS_NO_SNI = {
	.text = "handshakes without SNI work on all ports",
	.needs = NEED_MAIL | NEED_SUBMISSION | NEED_IMAP,
	.play = play,
};
