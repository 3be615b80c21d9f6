/* Push notifications as a case sees them: device tokens, and what comes to the judge's stand-in for
 * the notification proxy.  Part of case.h; the case needs NEED_PUSH. */
#ifndef CONFORMANCE_CASE_PUSH_H
#define CONFORMANCE_CASE_PUSH_H

#include "base/span.h"

#include <stdint.h>

struct run;
struct account;
struct imapc;

/* A token of this attempt's own, as long as any other of the attempt with a name of this length.
 * What the stand-in answers: "good" 200, "gone" 410, "busy" 503 to the first and then 200, "hang"
 * nothing. */
const char *push_token(struct run *r, const char *name, const char *what);
/* Sets it for the account on a session of its own, which is returned; METADATA or not applicable.
 * What the relay holds now, as it says: all tokens, in its own order. */
struct imapc *need_device(struct run *r, const struct account *a, const char *token);
struct span need_devices(struct imapc *c);
/* Asks now and then until the relay no longer says this token: nothing announces it. */
void expect_device_gone(struct imapc *c, const char *token);

/* Encrypted mail of real clients; the time when the relay had accepted it. */
int64_t need_wake(struct run *r, const struct account *from, const struct account *to);

/* A request that came to the stand-in. */
struct push_seen {
	struct span head; /* request line, fields, empty line */
	struct span body;
	int64_t at_us; /* when it was complete, as run_now_us() */
};
/* The n-th request (1..) whose body holds the token; waits for it. */
struct push_seen need_push(struct run *r, const char *token, unsigned n);
struct push_seen expect_push(struct run *r, const char *token, unsigned n);
/* ... for as many seconds. */
struct push_seen expect_push_within(struct run *r, const char *token, unsigned n, unsigned seconds);
/* Exactly so many have come so far.  Only behind something that came later says it anything. */
void expect_pushes(struct run *r, const char *token, unsigned n);
/* A field of a request. */
struct span push_field(const struct push_seen *s, const char *name);

#endif
