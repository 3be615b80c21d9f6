/* Realtime as a case sees it: the relay for peer-to-peer streams behind port 443, and the TURN
 * server for calls.  Part of case.h. */
#ifndef CONFORMANCE_CASE_REALTIME_H
#define CONFORMANCE_CASE_REALTIME_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

struct run;
struct account;
struct httpc;

/* The URL that clients are told leads to this relay; another host or none: not applicable. */
void need_iroh(struct run *r, const struct account *a);
/* GET with further field lines; the response is not read yet. */
struct httpc *iroh_ask(struct run *r, const char *target, const char *fields);
/* Behind 101: sends octets; at least one comes back before the connection ends. */
void expect_pipe(struct httpc *c, struct span octets);

/* A TURN server and a user of it. */
struct turn {
	const char *host; /* "": none */
	uint16_t port;
	const char *user, *password;
};
/* What METADATA tells the account; not applicable when there is none.  turn_made: the same server
 * with a user who expires so many seconds from now, by the secret that the operator lent. */
struct turn need_turn(struct run *r, const struct account *a);
struct turn turn_made(struct run *r, struct turn t, int64_t seconds);
/* The last letter of the password is another one. */
struct turn turn_forged(struct run *r, struct turn t);

/* The server answers at all (need); then a Binding request without credentials is granted. */
void expect_stun(struct run *r, struct turn t);
/* Allocate with these credentials is granted, by a server that knows the password; the allocation
 * is given back.  Or it is refused. */
void expect_allocation(struct run *r, struct turn t);
void expect_no_allocation(struct run *r, struct turn t);

#endif
