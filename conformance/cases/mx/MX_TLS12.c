/* MX_TLS12: servers of others may be older than ours: TLS 1.2 is enough on port 25 (chatmail/relay
 * main.cf; RFC 9325, 3.1.1). */
#include "conformance/case.h"

enum { TLS_1_2 = 0x0303 };

static void
play(struct run *r)
{
	struct tls_offer offer = { .min = TLS_1_2, .max = TLS_1_2, .sni = run_domain(r) };
	struct tls_seen seen = tls_probe(r, PORT_SMTP, offer);

	expect_true(
	    r, seen.up, "a connection with TLS 1.2", "none, alert %d (-1: none)", seen.alert);
}

const struct test_case MX_TLS12 = {
	.text = "port 25 speaks TLS 1.2",
	.needs = NEED_SMTP,
	.play = play,
};
