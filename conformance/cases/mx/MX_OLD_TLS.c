/* MX_OLD_TLS: TLS 1.0 and 1.1 are no transport security any more (RFC 8996).  The offer is complete
 * in all but its version: old ciphers and key sizes are allowed on our side. */
#include "conformance/case.h"

enum { TLS_1_0 = 0x0301, TLS_1_1 = 0x0302, TLS_1_2 = 0x0303 };

static struct tls_seen
probe(struct run *r, int max)
{
	return tls_probe(
	    r, PORT_SMTP, (struct tls_offer){ .min = TLS_1_0, .max = max, .sni = run_domain(r) });
}

static void
play(struct run *r)
{
	struct tls_seen seen = probe(r, TLS_1_1);

	expect_true(r, !seen.up, "no connection below TLS 1.2", "a connection of version 0x%04x",
	    (unsigned)seen.version);
}

static void
twin(struct run *r)
{
	struct tls_seen seen = probe(r, TLS_1_2);

	expect_true(
	    r, seen.up, "a connection with TLS 1.2", "none, alert %d (-1: none)", seen.alert);
}

const struct test_case MX_OLD_TLS = {
	.text = "port 25 refuses TLS 1.1 and older",
	.needs = NEED_SMTP,
	.play = play,
	.twin = twin,
};
