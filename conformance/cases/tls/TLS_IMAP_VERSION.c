/* TLS_IMAP_VERSION: port 143 after STARTTLS speaks TLS 1.3 or newer only. RFC 8446,
 * 4.1.2. The offer is complete in all but its version: old ciphers and key sizes are
 * allowed on our side. */
#include "conformance/case.h"

enum { TLS_1_0 = 0x0301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

static void
play(struct run *r)
{
	struct tls_offer old = { .min = TLS_1_0, .max = TLS_1_2, .sni = run_domain(r) };
	struct tls_seen seen = tls_probe(r, PORT_IMAP, old);

	expect_true(r, !seen.up, "no connection below TLS 1.3", "a connection of version 0x%04x",
	    (unsigned)seen.version);
}

static void
twin(struct run *r)
{
	struct tls_offer now = { .min = TLS_1_3, .sni = run_domain(r) };
	struct tls_seen seen = tls_probe(r, PORT_IMAP, now);

	expect_true(r, seen.up && seen.version >= TLS_1_3, "a connection with TLS 1.3",
	    "no connection, alert %d (-1: none)", seen.alert);
}

const struct test_case TLS_IMAP_VERSION = {
	.text = "port 143 after STARTTLS refuses everything below TLS 1.3",
	.needs = NEED_IMAP,
	.play = play,
	.twin = twin,
};
