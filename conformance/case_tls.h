/* TLS handshakes as a case tries them; wire/tlsc.h has the rest.  Part of case.h. */
#ifndef CONFORMANCE_CASE_TLS_H
#define CONFORMANCE_CASE_TLS_H

#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_port.h"

struct run;
struct account;

struct tls_offer {
	int min, max;     /* e.g. TLS1_2_VERSION; 0: any */
	const char *sni;  /* NULL: none */
	const char *alpn; /* NULL: none; else protocol names, separated by commas */
};
struct tls_seen {
	bool up;     /* the handshake completed */
	int version; /* TLS1_3_VERSION = 0x0304 */
	int alert;   /* alert the server sent: 70, ...; -1 none */
	bool resumed;
	uint32_t early_data; /* max_early_data of the first ticket, 0 when none */
	bool ticket;
	/* certificate: covers the domain, valid now, trusted (not looked at with --insecure: false) */
	bool name_ok, dates_ok, chain_ok;
	char alpn[32];
	char first[80]; /* the first line inside TLS; on 443 that asks for a page unless for mail */
};
/* A fresh connection to the port (after STARTTLS where the port has it), one handshake. */
struct tls_seen tls_probe(struct run *r, enum port p, struct tls_offer offer);
/* An offer that is complete in all but its version, which ends at TLS 1.2, leads to no connection;
 * one of TLS 1.3 does. */
void expect_no_old_tls(struct run *r, enum port p);
void expect_new_tls(struct run *r, enum port p);
/* Two connections, the second offering the session of the first. */
struct tls_seen tls_probe_resume(struct run *r, enum port p);
/* Sends octets in clear on a fresh TCP connection; returns what came back (maybe none) until the
 * server closed; `closed` tells.  Waits for the close up to the deadline. */
struct span clear_probe(struct run *r, enum port p, struct span octets, bool *closed);

#endif
