/* Record data of DNS read, and mail servers in order.
 * RFC 1035 3.1 (names), 3.3.9 (MX), 3.3.14 (TXT); RFC 5321 5.1; RFC 7505 3
 * (null MX); RFC 7672 3.1 (TLSA).  Does not know where the records are from. */
#include "reference/core/mx_order.h"

static bool
is_host_octet(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '-' || c == '_';
}

bool
dns_name_ok(struct span name)
{
	size_t label = 0, last = name.n;

	if (name.n == 0 || name.n > DNS_NAME_MAX)
		return false;
	while (last > 0 && name.p[last - 1] != '.')
		last--;
	/* No top level begins with a digit, but an address written as a name does. */
	if (last < name.n && name.p[last] >= '0' && name.p[last] <= '9')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] != '.' && !is_host_octet(name.p[i]))
			return false;
		label = name.p[i] == '.' ? 0 : label + 1;
		if (label > 63 ||
		    (label == 0 && (i == 0 || i + 1 == name.n || name.p[i + 1] == '.')))
			return false;
	}
	return true;
}

bool
dns_name_read(struct span rdata, char to[DNS_NAME_MAX + 1])
{
	size_t n = 0, at = 0;

	to[0] = '\0';
	while (at < rdata.n && rdata.p[at] != 0) {
		size_t label = rdata.p[at++];
		size_t dot = n > 0 ? 1 : 0;
		if (label > 63 || label > rdata.n - at || n + dot + label > DNS_NAME_MAX)
			return false;
		if (dot > 0)
			to[n++] = '.';
		for (size_t i = 0; i < label; i++) {
			uint8_t c = rdata.p[at + i];
			if (!is_host_octet(c))
				return false;
			to[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		}
		at += label;
	}
	to[n] = '\0';
	/* The root is the null MX; what reads as an address is no host. */
	return at + 1 == rdata.n && (n == 0 || dns_name_ok(SPAN_OF(to, n)));
}

static bool
before(const struct mx *a, const struct mx *b)
{
	if (a->preference != b->preference)
		return a->preference < b->preference;
	return a->lot < b->lot;
}

void
mx_add(struct mx_list *l, struct span rdata, uint32_t lot)
{
	struct mx new = { .lot = lot };

	l->seen++;
	if (rdata.n < 3 || !dns_name_read(span_sub(rdata, 2, rdata.n), new.name))
		return;
	new.preference = (uint16_t)(rdata.p[0] << 8 | rdata.p[1]);
	if (new.name[0] == '\0') {
		l->null = true;
		return;
	}
	/* OUT_MX_ORDER */
	size_t at = l->n;
	while (at > 0 && before(&new, &l->mx[at - 1]))
		at--;
	if (at == MX_MOST)
		return;
	if (l->n < MX_MOST)
		l->n++;
	for (size_t i = l->n - 1; i > at; i--)
		l->mx[i] = l->mx[i - 1];
	l->mx[at] = new;
}

bool
mx_is_null(const struct mx_list *l)
{
	return l->null && l->seen == 1; /* OUT_NULL_MX */
}

size_t
txt_join(struct span rdata, uint8_t *to, size_t cap)
{
	size_t n = 0;

	for (size_t at = 0; at < rdata.n;) {
		size_t len = rdata.p[at++];
		if (len > rdata.n - at || len > cap - n)
			return SIZE_MAX;
		/* DKIM_KEY_STRINGS: nothing comes between them. */
		for (size_t i = 0; i < len; i++)
			to[n++] = rdata.p[at + i];
		at += len;
	}
	return n;
}

bool
tlsa_usable(struct span rdata, struct tlsa *t)
{
	if (rdata.n < 4)
		return false;
	*t = (struct tlsa){ rdata.p[0], rdata.p[1], rdata.p[2], span_sub(rdata, 3, rdata.n) };
	if ((t->usage != 2 && t->usage != 3) || t->selector > 1)
		return false;
	switch (t->matching) {
	case 0: return true;
	case 1: return t->data.n == 32;
	case 2: return t->data.n == 64;
	default: return false;
	}
}
