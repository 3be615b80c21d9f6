/* What a TCP connection can tell about a relay before any protocol is spoken. */
#ifndef ENGINE_DISCOVER_H
#define ENGINE_DISCOVER_H

#include "conformance/engine/target.h"

#include <stddef.h>

/* Is every address of the host in 127.0.0.0/8 or ::1?  False with one line in `error` when
 * the name does not resolve. */
bool discover_loopback(const char *host, bool *loopback, char *error, size_t error_size);

/* From the words of the user (options.h). */
void discover_set_ports(struct target *t, const int32_t port[PORTS]);

/* Connects once to each port that is not 0; fills reachable[] and rtt_us. */
void discover_ports(struct target *t, double timeout_scale);

/* Is this text an IPv4 or IPv6 address rather than a name? */
bool discover_is_address(const char *host);

#endif
