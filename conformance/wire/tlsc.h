/* The client's TLS: what is offered, what came back, whether the certificate
 * holds.  OpenSSL is a common cause of judge and refrelay; a few TLS cases are
 * therefore also run with another stack (interop). */
#ifndef WIRE_TLSC_H
#define WIRE_TLSC_H

#include "conformance/wire/linkc.h"

#include <openssl/ssl.h>

struct tlsc_tickets {
	SSL_SESSION *first; /* owned by whoever asked; SSL_SESSION_free() */
};

/* Everything a case may offer, besides struct tls_offer of case.h a session to resume. */
struct tlsc_plan {
	struct tls_offer offer;
	SSL_SESSION *resume;          /* may be NULL */
	struct tlsc_tickets *tickets; /* where the first ticket goes; may be NULL */
};

/* The mail domain without the brackets of an address literal. */
const char *tlsc_name(struct run *r);

/* Makes what all connections of this process share; the trust store is read unless insecure.  Called
 * before workers are forked it saves each of them that time; otherwise the first
 * connection does it.  False: OpenSSL cannot. */
bool tlsc_warm(bool insecure);

/* Turns the link to TLS; linkc_handshake() does the rest.  False: run is INTERNAL. */
bool tlsc_start(struct linkc *l, const struct tlsc_plan *plan);

/* After a completed handshake: version, alpn, resumed, certificate. */
void tlsc_inspect(struct linkc *l, struct tls_seen *seen);

/* What ordinary cases do: any version, SNI of the domain, no ALPN.  With MOOD_NEED semantics; an
 * untrusted certificate is INCONCLUSIVE(setup) unless --insecure, so that no credential is sent
 * to a stranger. */
void tlsc_up(struct linkc *l);
/* ... with this offer, which has a name: the certificate must cover that one. */
void tlsc_up_as(struct linkc *l, struct tls_offer offer);
/* The same where a relay may hang up or refuse instead: false says that it did.  Silence until the
 * deadline is a disappointment still. */
bool tlsc_try(struct linkc *l);

#endif
