/* TLS_NO_EARLY_DATA: tickets allow no early data: SMTP and IMAP commands could be
 * replayed (RFC 8446, 8 and E.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_IMAPS };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_seen seen =
		    tls_probe(r, port[i], (struct tls_offer){ .sni = run_domain(r) });
		need_true(r, seen.up, "a connection");
		expect_true(r, seen.early_data == 0, "max_early_data absent or 0", "%u octets",
		    (unsigned)seen.early_data);
	}
}

const struct test_case TLS_NO_EARLY_DATA = {
	.text = "tickets allow no early data",
	.needs = NEED_MAIL,
	.play = play,
};
