/* Where sinks can be: the ports on which the relay delivers, and the CA whose certificates it
 * trusts.  Made once for an audit, before workers are forked. */
#ifndef WIRE_SINK_PLACE_H
#define WIRE_SINK_PLACE_H

#include "conformance/case_sink.h"

#include <openssl/types.h>

struct sink_place {
	uint16_t port, https_port; /* https_port 0: none */
	X509 *ca;
	EVP_PKEY *ca_key;
	EVP_PKEY *key, *other; /* of all sinks; of nobody */
};

/* pem: certificate and key of the CA.  False: *error says what to do. */
bool sink_place_open(struct sink_place *p, const char *pem, uint16_t port, uint16_t https_port,
    char *error, size_t error_octets);
void sink_place_close(struct sink_place *p);

/* A certificate for these names (separated by one space), of p->key; NULL: OpenSSL cannot. */
X509 *sink_certificate(const struct sink_place *p, enum sink_certificate kind, const char *names);

#endif
