/* What was said, for people: one text file per attempt.
 *
 *   +000001234 -- connection 1 to 127.0.0.1 port 465
 *   +000002345 -- TLS up TLSv1.3 TLS_AES_256_GCM_SHA384
 *   +000003456 S: 220 chat.test ESMTP<CR><LF>
 *   +000003501 C: AUTH PLAIN <redacted><CR><LF>
 *
 * The number is monotonic microseconds since the attempt began.  Octets are made
 * visible by show_octets().  When the talk moves to another connection, a line
 * "-- on connection 2" says so.  Passwords never reach the file: registered
 * secrets are replaced wherever they occur, SASL payloads and LOGIN passwords by
 * their place.  Long texts keep their head and tail only. */
#ifndef ENGINE_TRANSCRIPT_H
#define ENGINE_TRANSCRIPT_H

#include "base/buf.h"
#include "base/cdefs.h"

#include <stdint.h>
#include <stdio.h>

enum { TRANSCRIPT_SECRETS = 64 };

struct transcript {
	FILE *file; /* NULL: nothing is written */
	int64_t began_us;
	unsigned on;   /* connection that spoke last */
	uint64_t sasl; /* bit n: the next client line on connection n is a SASL payload */
	struct span secret[TRANSCRIPT_SECRETS];
	size_t secrets;
};

/* path may be NULL.  0, or -1 with errno when the file cannot be written. */
int transcript_open(struct transcript *t, const char *path);
void transcript_close(struct transcript *t);

/* s is borrowed until transcript_close(); shorter than 6 octets is not hidden (it would
 * hide ordinary words). */
void transcript_secret(struct transcript *t, struct span s);

/* who: 'C' or 'S'; connection: 1.. */
void transcript_octets(struct transcript *t, unsigned connection, char who, struct span octets);
void transcript_note(struct transcript *t, unsigned connection, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* s made visible, at most `most` octets, secrets hidden. */
void transcript_show(const struct transcript *t, struct buf *out, struct span s, size_t most);

#endif
