/* The relay under test, as far as the judge has to know it. */
#ifndef ENGINE_TARGET_H
#define ENGINE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

enum { PORTS = 4 }; /* indexed by enum port of case.h */

struct target {
	const char *host;      /* name or address to connect to */
	const char *domain;    /* mail domain: what follows @ in its addresses */
	uint16_t port[PORTS];  /* 0: the relay does not offer it */
	bool reachable[PORTS]; /* answered TCP during discovery */
	bool insecure;         /* certificate chain is not checked (names and dates are) */
	bool loopback;         /* host resolves to 127.0.0.0/8 or ::1 only */
	const char *contact;   /* said in EHLO-free places: IMAP ID; may be NULL */
	int64_t rtt_us;        /* TCP connect round trip seen at discovery */
};

/* "submissions", "submission", "imaps", "imap"; standard numbers 465, 587, 993, 143 */
extern const char *const port_name[PORTS];
extern const uint16_t port_standard[PORTS];

#endif
