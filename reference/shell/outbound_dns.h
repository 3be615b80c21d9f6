/* DNS for the outbound process: libunbound in our loop. */
#ifndef SHELL_OUTBOUND_DNS_H
#define SHELL_OUTBOUND_DNS_H

#include "base/span.h"
#include "reference/shell/config.h"

#include <sys/socket.h>
#include <uv.h>

enum dns_type { DNS_A = 1, DNS_MX = 15, DNS_TXT = 16, DNS_AAAA = 28, DNS_TLSA = 52 };

enum dns_result {
	DNS_FOUND,
	DNS_NOTHING, /* the name has no record of this type */
	DNS_NO_NAME, /* there is no such name */
	DNS_LATER    /* DNS did not say, or what it said is forged */
};

enum {
	DNS_RECORDS_MOST = 64, /* of an answer; what is beyond is not looked at */
	DNS_OWN_MOST = 512,    /* questions under way for our mail, */
	DNS_FRONT_MOST = 256   /* and for the front */
};

enum dns_asker { DNS_FOR_MAIL, DNS_FOR_FRONT, DNS_ASKERS };

/* Valid during the call. */
struct dns_answer {
	enum dns_result result;
	bool secure; /* proved by DNSSEC, absence as well */
	struct span records[DNS_RECORDS_MOST];
	size_t n;
};
typedef void dns_cb(void *ctx, const struct dns_answer *a);

struct dns;
struct dns_query;

/* Reads what it needs of files; before the sandbox.  anchor: the file of trust
 * anchors, "" when there is none.  NULL: the reason is on stderr. */
struct dns *dns_prepare(const struct config *c, char *anchor, size_t n) MUST_USE;
/* The first question starts a thread: after the sandbox. */
int dns_start(struct dns *d, uv_loop_t *loop) MUST_USE;
void dns_free(struct dns *d); /* ends the thread */

/* The answer never comes during this call.  NULL: no memory. */
struct dns_query *dns_ask(struct dns *d, enum dns_asker who, struct span name, enum dns_type type,
    dns_cb *cb, void *ctx) MUST_USE;
void dns_cancel(struct dns_query *q); /* the answer does not come */

/* ---- outbound_address.c: both kinds of addresses of a name ---- */

enum { ADDRESSES_MOST = 8 };

struct addresses {
	enum dns_result result; /* FOUND: there is one that we may connect to */
	bool secure;            /* all of what DNS said was proved */
	bool forbidden;         /* there were others: loopback, private, nobody's */
	struct sockaddr_storage to[ADDRESSES_MOST]; /* families in turn */
	size_t n;
};
typedef void addresses_cb(void *ctx, const struct addresses *a);

struct address_query;
struct address_query *address_ask(struct dns *d, const char *name, uint16_t port, bool private_too,
    addresses_cb *cb, void *ctx) MUST_USE;
void address_cancel(struct address_query *q);

/* Adds an address of 4 or 16 octets, if it is one that we may connect to. */
void address_add(
    struct addresses *a, const uint8_t *octets, size_t n, uint16_t port, bool private_too);

#endif
