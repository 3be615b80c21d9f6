/* TLS_ALPN_FOREIGN: a client that insists on another protocol must not be told that
 * this is it (RFC 7301, 3.2; ALPACA): the offer is refused with an alert, or ALPN is
 * ignored; http/1.1 is never selected. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_IMAPS };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_offer web = { .sni = run_domain(r), .alpn = "http/1.1" };
		struct tls_seen seen = tls_probe(r, port[i], web);
		expect_true(r, !seen.up || seen.alpn[0] == '\0',
		    "an alert, or no protocol selected", "\"%s\" selected", seen.alpn);
	}
}

static void
twin(struct run *r)
{
	struct tls_seen smtp =
	    tls_probe(r, PORT_SUBMISSIONS, (struct tls_offer){ .sni = run_domain(r) });
	struct tls_seen imap = tls_probe(r, PORT_IMAPS, (struct tls_offer){ .sni = run_domain(r) });

	expect_true(r, smtp.up && imap.up, "connections without ALPN", "refused");
}

const struct test_case TLS_ALPN_FOREIGN = {
	.text = "a foreign ALPN is never selected",
	.needs = NEED_MAIL,
	.play = play,
	.twin = twin,
};
