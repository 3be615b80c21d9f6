/* Whose an IP address is: everybody's, or only somebody's network.  Names that
 * others choose must not make us connect to our own house. */
#ifndef CORE_IP_SCOPE_H
#define CORE_IP_SCOPE_H

#include <stddef.h>
#include <stdint.h>

enum ip_scope {
	IP_PUBLIC,
	IP_PRIVATE, /* loopback, link, private and shared networks */
	IP_NOWHERE  /* no host has it: unspecified, multicast, reserved */
};

/* n: 4 or 16 octets in network order.  IPv6 addresses that stand for an IPv4
 * address are judged as that. */
enum ip_scope ip_scope_of(const uint8_t *a, size_t n);

#endif
