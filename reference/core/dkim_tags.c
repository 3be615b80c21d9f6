/* One tag after the other.  Knows no tag by name.
 * Source: RFC 6376, 2.8 and 3.2; RFC 8616, 3. */
#include "reference/core/dkim_tags.h"

#include "reference/core/base64.h"

static bool
is_white(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_alpha(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_name(uint8_t c)
{
	return is_alpha(c) || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_value(uint8_t c)
{
	return is_white(c) || (c > ' ' && c != ';' && c != 0x7f);
}

static size_t
skip_white(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	while (j < n && is_white(p[j]))
		j++;
	return j;
}

/* Offset of the last octet behind i that is not white, plus one. */
static size_t
trim_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = n;

	while (j > i && is_white(p[j - 1]))
		j--;
	return j;
}

static size_t
name_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	while (j < n && is_name(p[j]))
		j++;
	return j;
}

static size_t
value_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	while (j < n && is_value(p[j]))
		j++;
	return j;
}

static bool
same(struct span a, struct span b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (a.p[i] != b.p[i])
			return false;
	return true;
}

/* One tag at s.p[from]; returns where its value ends, s.n + 1 when it is none. */
static size_t
tag_read(struct span s, size_t from, struct dkim_tag *t)
{
	size_t name = skip_white(s.p, from, s.n);
	size_t behind = name_end(s.p, name, s.n);
	if (behind == name || !is_alpha(s.p[name]))
		return s.n + 1;
	size_t equals = skip_white(s.p, behind, s.n);
	if (equals == s.n || s.p[equals] != '=')
		return s.n + 1;
	size_t end = value_end(s.p, equals + 1, s.n);
	size_t value = skip_white(s.p, equals + 1, end); /* DKIM_TAG_FOLDED */
	size_t last = trim_end(s.p, value, end);

	t->name.p = s.p + name;
	t->name.n = behind - name;
	t->value.p = s.p + value;
	t->value.n = last - value;
	t->raw.p = s.p + equals + 1;
	t->raw.n = end - equals - 1;
	return end;
}

/* Is the name of tag t->tag[t->n] that of one before it? */
static bool
is_known(const struct dkim_tags *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (same(t->tag[i].name, t->tag[t->n].name))
			return true;
	return false;
}

bool
dkim_tags_parse(struct span s, struct dkim_tags *t)
{
	size_t at = 0;

	t->n = 0;
	while (at < s.n) {
		if (t->n == DKIM_TAGS_MOST)
			return false;
		size_t end = tag_read(s, at, &t->tag[t->n]);
		/* DKIM_TAG_DUPLICATE: the list as a whole is void. */
		if (end > s.n || is_known(t))
			return false;
		t->n++;
		if (end == s.n)
			return true;
		if (s.p[end] != ';')
			return false;
		at = end + 1;
		/* The last semicolon may stand alone. */
		if (skip_white(s.p, at, s.n) == s.n)
			return true;
	}
	return false;
}

const struct dkim_tag *
dkim_tags_find(const struct dkim_tags *t, struct span name)
{
	for (size_t i = 0; i < t->n; i++)
		if (same(t->tag[i].name, name))
			return &t->tag[i];
	return NULL;
}

bool
dkim_tags_item(struct span s, size_t *at, struct span *item)
{
	size_t from = *at, i = *at;

	if (from > s.n)
		return false;
	while (i < s.n && s.p[i] != ':')
		i++;
	from = skip_white(s.p, from, i);
	item->p = s.p + from;
	item->n = trim_end(s.p, from, i) - from;
	*at = i + 1;
	return true;
}

bool
dkim_tags_has(struct span s, struct span word)
{
	struct span item;
	size_t at = 0;

	while (dkim_tags_item(s, &at, &item))
		if (same(item, word))
			return true;
	return false;
}

bool
dkim_tags_number(struct span s, uint64_t *v)
{
	uint64_t sum = 0;

	if (s.n == 0 || s.n > 12)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum = 10 * sum + (uint64_t)(s.p[i] - '0');
	}
	*v = sum;
	return true;
}

size_t
dkim_tags_base64(struct span s, uint8_t *out, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (is_white(s.p[i]))
			continue;
		if (n == cap)
			return 0;
		out[n++] = s.p[i];
	}
	return base64_decode(out, n);
}
