/* The DNS of an attempt's own domain, and questions to DNS; the calls are in case_peer.h. */
#ifndef WIRE_DNSC_H
#define WIRE_DNSC_H

#include "conformance/engine/run.h"

#include <netinet/in.h>

/* What an attempt has at the judge's DNS; NULL in struct run until it is used. */
struct dnsc {
	int fd; /* of the local socket: names go with it */
	unsigned ttl;
};

/* Closes what the attempt has there. */
void dnsc_end(struct run *r);

enum dnsc_got { DNSC_GOT, DNSC_NO_RECORD, DNSC_NO_NAME, DNSC_NO_ANSWER };
/* Asks `server`, NULL: the system's resolvers.  Records as in need_records(). */
enum dnsc_got dnsc_ask(struct run *r, const struct sockaddr_in *server, const char *name,
    const char *type, struct dnsc_found *found);
/* ... whoever knows this name: the judge's own DNS or the world's. */
enum dnsc_got dnsc_look_up(
    struct run *r, const char *name, const char *type, struct dnsc_found *found);

#endif
