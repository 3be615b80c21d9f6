/* Where mail for a domain goes: names out of DNS records, and the order in
 * which servers are tried (RFC 5321 5.1, RFC 7505). */
#ifndef CORE_MX_ORDER_H
#define CORE_MX_ORDER_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DNS_NAME_MAX = 253, /* octets of a name as text, without the last dot */
	MX_MOST = 10        /* servers of a domain that are looked at */
};

struct mx {
	char name[DNS_NAME_MAX + 1]; /* lower case; empty: the root */
	uint16_t preference;
	uint32_t lot; /* decides between equal preferences */
};

struct mx_list {
	struct mx mx[MX_MOST]; /* the best ones, in the order to try them */
	size_t n;
	size_t seen; /* records, readable or not */
	bool null;   /* one of them said that there is no mail here */
};

/* Can this be asked for?  Labels of letters, digits, - and _, no last dot, no
 * "127.1", "0x7f.1" or "2130706433", which others take for an address. */
bool dns_name_ok(struct span name);

/* A name as it stands in record data, not compressed, as lower-case text with a
 * NUL; "" is the root.  False: malformed, or no name of a host. */
bool dns_name_read(struct span rdata, char to[DNS_NAME_MAX + 1]);

/* Puts a record where it belongs; lot is random.  A list begins as zeros. */
void mx_add(struct mx_list *l, struct span rdata, uint32_t lot);

/* Says the only record that there is no mail for this domain? */
bool mx_is_null(const struct mx_list *l);

/* The strings of a TXT record one after the other; returns their length, at
 * most cap, or SIZE_MAX when the record is malformed or longer. */
size_t txt_join(struct span rdata, uint8_t *to, size_t cap);

/* A TLSA record that can vouch for a mail server (RFC 7672 3.1): DANE-TA or
 * DANE-EE, with a known selector and a hash of its length. */
struct tlsa {
	uint8_t usage, selector, matching;
	struct span data;
};
bool tlsa_usable(struct span rdata, struct tlsa *t);

#endif
