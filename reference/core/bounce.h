/* The messages that may come in clear from another server: its bounces.
 *
 * A server that could not deliver says so in words that the author's device must
 * read, and has no key to encrypt them with.  DKIM is asked for elsewhere. */
#ifndef CORE_BOUNCE_H
#define CORE_BOUNCE_H

#include "base/span.h"

/* One From with the local part mailer-daemon, one Auto-Submitted that is not `no`,
 * one Content-Type, of multipart/report. */
bool bounce_is(struct span message);

#endif
