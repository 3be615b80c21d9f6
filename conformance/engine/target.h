/* The relay under test, as far as the judge has to know it. */
#ifndef ENGINE_TARGET_H
#define ENGINE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

enum { PORTS = 7 }; /* indexed by enum port of case.h */

struct proxy;      /* engine/proxy.h */
struct hook;       /* engine/hook.h */
struct zone;       /* engine/zone.h */
struct sink_place; /* wire/sink_place.h */

struct target {
	const char *host;     /* name or address to connect to */
	const char *domain;   /* mail domain: what follows @ in its addresses */
	uint16_t port[PORTS]; /* 0: not known, or absent */
	bool absent[PORTS];   /* the relay does not offer it, says the user: NA, not INCONCLUSIVE */
	bool reachable[PORTS]; /* answered TCP during discovery */
	bool insecure;         /* certificate chain is not checked (names and dates are) */
	bool loopback;         /* host resolves to 127.0.0.0/8 or ::1 only */
	const char *contact;   /* said in EHLO-free places: IMAP ID; may be NULL */
	int64_t rtt_us;        /* TCP connect round trip seen at discovery */
	/* What an operator lends to the auditor; NULL: nothing, which is NA(vantage). */
	const struct proxy *proxy;      /* the relay posts its notifications here */
	const char *turn_secret;        /* what the relay shares with its TURN server */
	const struct zone *zone;        /* the relay asks this DNS */
	const struct sink_place *sinks; /* its outgoing mail leads there */
	const struct target *pair;      /* a second relay; it exchanges mail with the first */
	bool records;                   /* the relay's own DNS records can be read */
	const struct hook *hook;        /* moves its clock, stops it, searches its files */
};

/* "submissions", "submission", "imaps", "imap", "https", "http", "smtp"; 465, 587, 993, 143, 443, 80, 25 */
extern const char *const port_name[PORTS];
extern const uint16_t port_standard[PORTS];

#endif
