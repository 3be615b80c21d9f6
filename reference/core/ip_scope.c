/* The registries of special addresses, as far as a mail server cannot be there:
 * RFC 6890, 1122 3.2.1.3, 1918, 3927, 5771, 6598, 4193, 4291, 6052, 3056. */
#include "reference/core/ip_scope.h"

#include <string.h>

struct block {
	uint8_t head[4]; /* the first octets of the address, */
	uint8_t bits;    /* of which so many count */
	uint8_t scope;
};

// clang-format off
static const struct block four[] = {
	{ { 0 },              8, IP_NOWHERE },
	{ { 10 },             8, IP_PRIVATE },
	{ { 100, 64 },       10, IP_PRIVATE },
	{ { 127 },            8, IP_PRIVATE },
	{ { 169, 254 },      16, IP_PRIVATE },
	{ { 172, 16 },       12, IP_PRIVATE },
	{ { 192, 0, 0 },     24, IP_PRIVATE },
	{ { 192, 168 },      16, IP_PRIVATE },
	{ { 198, 18 },       15, IP_PRIVATE },
	{ { 224 },            3, IP_NOWHERE },
};
// clang-format on

/* 64:ff9b::/96; what else begins like that is of some network's own (RFC 8215). */
static const uint8_t nat64[12] = { 0, 0x64, 0xff, 0x9b };

static int
in_block(const uint8_t *a, const struct block *b)
{
	for (unsigned i = 0; i < b->bits; i++) {
		unsigned mask = 0x80u >> (i % 8);
		if (((a[i / 8] ^ b->head[i / 8]) & mask) != 0)
			return 0;
	}
	return 1;
}

static enum ip_scope
scope_of_four(const uint8_t *a)
{
	for (size_t i = 0; i < sizeof(four) / sizeof(four[0]); i++)
		if (in_block(a, &four[i]))
			return (enum ip_scope)four[i].scope;
	return IP_PUBLIC;
}

enum ip_scope
ip_scope_of(const uint8_t *a, size_t n)
{
	size_t zeros = 0;

	if (n == 4)
		return scope_of_four(a);
	while (zeros < 16 && a[zeros] == 0)
		zeros++;
	if (zeros == 16)
		return IP_NOWHERE;
	if (zeros == 15 && a[15] == 1)
		return IP_PRIVATE;
	/* ::a.b.c.d, ::ffff:a.b.c.d, 64:ff9b::a.b.c.d and 2002:ab:cd:: */
	if (zeros >= 12 || (zeros == 10 && a[10] == 0xff && a[11] == 0xff) ||
	    memcmp(a, nat64, sizeof(nat64)) == 0)
		return scope_of_four(a + 12);
	if (a[0] == 0x20 && a[1] == 0x02)
		return scope_of_four(a + 2);
	if (a[0] == 0xff)
		return IP_NOWHERE;
	return (a[0] & 0xe0) == 0x20 ? IP_PUBLIC : IP_PRIVATE; /* 2000::/3 is what is given out */
}
