/* Domain names in wire format.  RFC 1035, 3.1 and 5.1. */
#include "conformance/engine/zone_data.h"

#include <string.h>

enum { LABEL_MOST = 63 };

struct span
zone_name_span(const struct zone_name *name)
{
	return SPAN_OF(name->p, name->n);
}

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* One character, with a backslash perhaps; octets taken, 0: wrong. */
static size_t
take_character(struct span s, size_t at, uint8_t *c)
{
	if (s.p[at] != '\\') {
		*c = s.p[at];
		return 1;
	}
	if (at + 1 >= s.n)
		return 0;
	if (s.p[at + 1] < '0' || s.p[at + 1] > '9') {
		*c = s.p[at + 1];
		return 2;
	}
	unsigned value = 0;
	for (size_t i = 1; i <= 3; i++) {
		if (at + i >= s.n || s.p[at + i] < '0' || s.p[at + i] > '9')
			return 0;
		value = value * 10 + (s.p[at + i] - '0');
	}
	*c = (uint8_t)value;
	return value > 255 ? 0 : 4;
}

bool
zone_name_read(struct span text, const struct zone_name *origin, struct zone_name *out)
{
	uint8_t label[LABEL_MOST];
	size_t at = 0, n = 0;
	bool absolute = false;

	out->n = 0;
	if (span_eq(text, SPAN("@"))) {
		*out = *origin;
		return true;
	}
	if (span_eq(text, SPAN("."))) {
		out->p[out->n++] = 0;
		return true;
	}
	while (at < text.n) {
		bool dot = text.p[at] == '.';
		if (dot)
			at++;
		else {
			uint8_t c;
			size_t took = take_character(text, at, &c);
			if (took == 0 || n == LABEL_MOST)
				return false;
			label[n++] = lower(c);
			at += took;
		}
		if (!dot && at < text.n)
			continue;
		if (n == 0 || out->n + n + 2 > ZONE_NAME_MOST)
			return false;
		out->p[out->n++] = (uint8_t)n;
		memcpy(out->p + out->n, label, n);
		out->n += n;
		n = 0;
		absolute = dot && at == text.n;
	}
	size_t rest = absolute ? 1 : origin->n;
	if (out->n + rest > ZONE_NAME_MOST)
		return false;
	memcpy(out->p + out->n, absolute ? (const uint8_t *)"" : origin->p, rest);
	out->n += rest;
	return text.n > 0;
}

size_t
zone_name_take(struct span s, struct zone_name *out)
{
	size_t at = 0;

	while (at < s.n && s.p[at] != 0) {
		size_t n = s.p[at];
		if (n > LABEL_MOST || at + n + 2 > ZONE_NAME_MOST || at + 1 + n >= s.n)
			return 0;
		out->p[at] = (uint8_t)n;
		for (size_t i = 1; i <= n; i++)
			out->p[at + i] = lower(s.p[at + i]);
		at += n + 1;
	}
	if (at >= s.n)
		return 0;
	out->p[at++] = 0;
	out->n = at;
	return at;
}

bool
zone_name_eq(const struct zone_name *a, const struct zone_name *b)
{
	return span_eq(zone_name_span(a), zone_name_span(b));
}

void
zone_name_parent(const struct zone_name *name, struct zone_name *out)
{
	size_t skip = name->p[0] == 0 ? 0 : (size_t)name->p[0] + 1;
	struct zone_name copy = *name;

	out->n = copy.n - skip;
	memcpy(out->p, copy.p + skip, out->n);
}

bool
zone_name_is_beneath(const struct zone_name *name, const struct zone_name *top)
{
	size_t at = 0;

	while (name->n - at > top->n)
		at += (size_t)name->p[at] + 1;
	return span_eq(SPAN_OF(name->p + at, name->n - at), zone_name_span(top));
}

unsigned
zone_name_labels(const struct zone_name *name)
{
	unsigned n = 0;

	for (size_t at = 0; name->p[at] != 0; at += (size_t)name->p[at] + 1)
		n++;
	return n;
}

bool
zone_name_join(struct span label, const struct zone_name *name, struct zone_name *out)
{
	struct zone_name copy = *name;

	if (label.n == 0 || label.n > LABEL_MOST || label.n + 1 + copy.n > ZONE_NAME_MOST)
		return false;
	out->p[0] = (uint8_t)label.n;
	memcpy(out->p + 1, label.p, label.n);
	memcpy(out->p + 1 + label.n, copy.p, copy.n);
	out->n = 1 + label.n + copy.n;
	return true;
}
