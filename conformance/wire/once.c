/* Checks on a session of their own: one line, one login, one handshake. */
#include "conformance/case.h"

enum { TLS_1_0 = 0x0301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

struct smtpc *
expect_line(struct run *r, struct span line, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_raw(c, line);
	expect_reply(c, want);
	return c;
}

void
expect_replies(struct run *r, struct span octets, const char *first, const char *second)
{
	struct smtpc *c = expect_line(r, octets, first);

	if (smtpc_code(c) == 0)
		return;
	smtpc_send(c, "QUIT");
	expect_reply(c, second);
}

void
expect_auth(struct run *r, const char *address, const char *password, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, address, password));
	expect_reply(c, want);
}

void
expect_login(struct run *r, const char *address, const char *password, const char *want)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", address, password);
}

void
expect_no_old_tls(struct run *r, enum port p)
{
	/* Old ciphers and key sizes are allowed on our side. */
	struct tls_offer old = { .min = TLS_1_0, .max = TLS_1_2, .sni = run_domain(r) };
	struct tls_seen seen = tls_probe(r, p, old);

	expect_true(r, !seen.up, "no connection below TLS 1.3", "a connection of version 0x%04x",
	    (unsigned)seen.version);
}

void
expect_new_tls(struct run *r, enum port p)
{
	struct tls_offer now = { .min = TLS_1_3, .sni = run_domain(r) };
	struct tls_seen seen = tls_probe(r, p, now);

	expect_true(r, seen.up && seen.version >= TLS_1_3, "a connection with TLS 1.3",
	    "no connection, alert %d (-1: none)", seen.alert);
}
