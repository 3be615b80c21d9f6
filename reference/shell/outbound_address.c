/* A and AAAA of a name, asked at the same time.
 *
 * Names are chosen by others, so an address of our own house is none
 * (attacks on services behind us), unless the operator wants that. */
#include "reference/core/ip_scope.h"
#include "reference/shell/outbound_dns.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct address_query {
	struct dns_query *four, *six;
	size_t waits;
	uint16_t port;
	bool private_too;
	/* Each family by itself until both are there. */
	struct addresses found[2];
	addresses_cb *cb;
	void *ctx;
};

void
address_add(struct addresses *a, const uint8_t *octets, size_t n, uint16_t port, bool private_too)
{
	enum ip_scope scope = ip_scope_of(octets, n);

	if (scope == IP_NOWHERE || (scope == IP_PRIVATE && !private_too)) {
		a->forbidden = true;
		return;
	}
	if (a->n == ADDRESSES_MOST)
		return;
	struct sockaddr_storage *to = &a->to[a->n++];
	memset(to, 0, sizeof(*to));
	if (n == 4) {
		struct sockaddr_in *in = (struct sockaddr_in *)(void *)to;
		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		memcpy(&in->sin_addr, octets, 4);
	} else {
		struct sockaddr_in6 *in = (struct sockaddr_in6 *)(void *)to;
		in->sin6_family = AF_INET6;
		in->sin6_port = htons(port);
		memcpy(&in->sin6_addr, octets, 16);
	}
}

/* One of each family, then the next of each. */
static void
merge(const struct address_query *q, struct addresses *all)
{
	const struct addresses *four = &q->found[0], *six = &q->found[1];

	*all = (struct addresses){ 0 };
	for (size_t i = 0; i < ADDRESSES_MOST; i++) {
		if (i < four->n && all->n < ADDRESSES_MOST)
			all->to[all->n++] = four->to[i];
		if (i < six->n && all->n < ADDRESSES_MOST)
			all->to[all->n++] = six->to[i];
	}
	all->secure = four->secure && six->secure;
	all->forbidden = four->forbidden || six->forbidden;
	if (all->n > 0)
		all->result = DNS_FOUND;
	else if (four->result == DNS_LATER || six->result == DNS_LATER)
		all->result = DNS_LATER;
	else if (four->result == DNS_NO_NAME && six->result == DNS_NO_NAME)
		all->result = DNS_NO_NAME;
	else
		all->result = DNS_NOTHING;
}

static void
take(struct address_query *q, size_t family, const struct dns_answer *a)
{
	static const size_t octets[2] = { 4, 16 };
	struct addresses *found = &q->found[family];

	found->result = a->result;
	found->secure = a->secure;
	for (size_t i = 0; i < a->n; i++)
		if (a->records[i].n == octets[family])
			address_add(
			    found, a->records[i].p, a->records[i].n, q->port, q->private_too);
	if (--q->waits > 0)
		return;
	struct addresses all;
	merge(q, &all);
	addresses_cb *cb = q->cb;
	void *ctx = q->ctx;
	free(q);
	cb(ctx, &all);
}

static void
on_four(void *ctx, const struct dns_answer *a)
{
	struct address_query *q = ctx;

	q->four = NULL;
	take(q, 0, a);
}

static void
on_six(void *ctx, const struct dns_answer *a)
{
	struct address_query *q = ctx;

	q->six = NULL;
	take(q, 1, a);
}

struct address_query *
address_ask(
    struct dns *d, const char *name, uint16_t port, bool private_too, addresses_cb *cb, void *ctx)
{
	struct address_query *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	*q = (struct address_query){
		.waits = 2, .port = port, .private_too = private_too, .cb = cb, .ctx = ctx
	};
	q->four = dns_ask(d, DNS_FOR_MAIL, span_str(name), DNS_A, on_four, q);
	q->six = dns_ask(d, DNS_FOR_MAIL, span_str(name), DNS_AAAA, on_six, q);
	if (q->four != NULL && q->six != NULL)
		return q;
	address_cancel(q);
	return NULL;
}

void
address_cancel(struct address_query *q)
{
	if (q == NULL)
		return;
	dns_cancel(q->four);
	dns_cancel(q->six);
	free(q);
}
