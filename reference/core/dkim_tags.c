/* One tag after the other.  Knows no tag by name.
 * Source: RFC 6376, 2.8 and 3.2; RFC 8616, 3. */
#include "reference/core/dkim_tags.h"

#include "reference/core/base64.h"

//@ assigns \nothing; ensures \result <==> White(c);
static bool
is_white(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

//@ assigns \nothing; ensures \result <==> TagAlpha(c);
static bool
is_alpha(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

//@ assigns \nothing; ensures \result <==> TagChar(c);
static bool
is_name(uint8_t c)
{
	return is_alpha(c) || (c >= '0' && c <= '9') || c == '_';
}

//@ assigns \nothing; ensures \result <==> ValueChar(c);
static bool
is_value(uint8_t c)
{
	return is_white(c) || (c > ' ' && c != ';' && c != 0x7f);
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  i <= \result <= n && (\result < n ==> !White(p[\result]));
*/
// clang-format on
static size_t
skip_white(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	/*@
	  loop invariant i <= j <= n;
	  loop assigns j;
	  loop variant n - j;
	*/
	while (j < n && is_white(p[j]))
		j++;
	return j;
}

/* Offset of the last octet behind i that is not white, plus one. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  i <= \result <= n && (\result > i ==> !White(p[\result-1]));
*/
// clang-format on
static size_t
trim_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = n;

	/*@
	  loop invariant i <= j <= n;
	  loop assigns j;
	  loop variant j;
	*/
	while (j > i && is_white(p[j - 1]))
		j--;
	return j;
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  i <= \result <= n && \forall integer j; i <= j < \result ==> TagChar(p[j]);
*/
// clang-format on
static size_t
name_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	/*@
	  loop invariant i <= j <= n && \forall integer k; i <= k < j ==> TagChar(p[k]);
	  loop assigns j;
	  loop variant n - j;
	*/
	while (j < n && is_name(p[j]))
		j++;
	return j;
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(p + (0 .. n-1));
  assigns  \nothing;
  ensures  i <= \result <= n && \forall integer j; i <= j < \result ==> ValueChar(p[j]);
*/
// clang-format on
static size_t
value_end(const uint8_t *p, size_t i, size_t n)
{
	size_t j = i;

	/*@
	  loop invariant i <= j <= n && \forall integer k; i <= k < j ==> ValueChar(p[k]);
	  loop assigns j;
	  loop variant n - j;
	*/
	while (j < n && is_value(p[j]))
		j++;
	return j;
}

// clang-format off
/*@
  requires \valid_read(a.p + (0 .. a.n-1)) && \valid_read(b.p + (0 .. b.n-1));
  assigns  \nothing;
  ensures  \result <==> Same(a, b);
*/
// clang-format on
static bool
same(struct span a, struct span b)
{
	if (a.n != b.n)
		return false;
	/*@
	  loop invariant 0 <= i <= a.n && \forall integer j; 0 <= j < i ==> a.p[j] == b.p[j];
	  loop assigns i;
	  loop variant a.n - i;
	*/
	for (size_t i = 0; i < a.n; i++)
		if (a.p[i] != b.p[i])
			return false;
	return true;
}

/* One tag at s.p[from]; returns where its value ends, s.n + 1 when it is none. */
// clang-format off
/*@
  requires from <= s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1)) && \valid(t);
  requires \separated(t, s.p + (0 .. s.n-1));
  assigns  *t;
  ensures  from < \result <= s.n + 1;
  ensures  \result <= s.n ==> Tag(*t, s);
*/
// clang-format on
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

	//@ assert name: TagName(s.p, name, behind);
	//@ assert value: TagValue(s.p, value, last);
	t->name.p = s.p + name;
	t->name.n = behind - name;
	t->value.p = s.p + value;
	t->value.n = last - value;
	t->raw.p = s.p + equals + 1;
	t->raw.n = end - equals - 1;
	//@ assert at_name: At(t->name, s, name, behind);
	//@ assert at_value: At(t->value, s, value, last);
	//@ assert at_raw: At(t->raw, s, equals + 1, end);
	return end;
}

/* Is the name of tag t->tag[t->n] that of one before it? */
// clang-format off
/*@
  requires all.n <= 0x7fffffff && \valid_read(all.p + (0 .. all.n-1)) && \valid_read(t);
  requires Tags(t, all) && t->n < DKIM_TAGS_MOST && Tag(t->tag[t->n], all);
  assigns  \nothing;
  ensures  DKIM_TAG_DUPLICATE: \result <==>
             \exists integer i; 0 <= i < t->n && Same(t->tag[i].name, t->tag[t->n].name);
*/
// clang-format on
static bool
is_known(const struct dkim_tags *t, struct span all)
{
	(void)all;
	/*@
	  loop invariant 0 <= i <= t->n;
	  loop invariant \forall integer j; 0 <= j < i ==> !Same(t->tag[j].name, t->tag[t->n].name);
	  loop assigns i;
	  loop variant t->n - i;
	*/
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
	/*@
	  loop invariant 0 <= at <= s.n && Tags(t, s);
	  loop invariant at > 0 ==> t->n > 0;
	  loop assigns at, *t;
	  loop variant s.n - at;
	*/
	while (at < s.n) {
		if (t->n == DKIM_TAGS_MOST)
			return false;
		size_t end = tag_read(s, at, &t->tag[t->n]);
		/* DKIM_TAG_DUPLICATE: the list as a whole is void. */
		if (end > s.n || is_known(t, s))
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
	/*@
	  loop invariant 0 <= i <= t->n;
	  loop invariant \forall integer j; 0 <= j < i ==> !Same(t->tag[j].name, name);
	  loop assigns i;
	  loop variant t->n - i;
	*/
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
	/*@
	  loop invariant from <= i <= s.n;
	  loop invariant \forall integer j; from <= j < i ==> s.p[j] != ':';
	  loop assigns i;
	  loop variant s.n - i;
	*/
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

	/*@
	  loop invariant at <= s.n + 1;
	  loop assigns at, item;
	  loop variant s.n + 1 - at;
	*/
	while (dkim_tags_item(s, &at, &item))
		if (same(item, word))
			return true;
	return false;
}

bool
dkim_tags_number(struct span s, uint64_t *v)
{
	uint64_t sum = 0, limit = 1;

	if (s.n == 0 || s.n > 12)
		return false;
	/*@
	  loop invariant 0 <= i <= s.n;
	  loop invariant \forall integer j; 0 <= j < i ==> '0' <= s.p[j] <= '9';
	  loop invariant sum < limit;
	  loop invariant i == 0 ==> limit == 1;
	  loop invariant i == 1 ==> limit == 10;
	  loop invariant i == 2 ==> limit == 100;
	  loop invariant i == 3 ==> limit == 1000;
	  loop invariant i == 4 ==> limit == 10000;
	  loop invariant i == 5 ==> limit == 100000;
	  loop invariant i == 6 ==> limit == 1000000;
	  loop invariant i == 7 ==> limit == 10000000;
	  loop invariant i == 8 ==> limit == 100000000;
	  loop invariant i == 9 ==> limit == 1000000000;
	  loop invariant i == 10 ==> limit == 10000000000;
	  loop invariant i == 11 ==> limit == 100000000000;
	  loop invariant i == 12 ==> limit == 1000000000000;
	  loop assigns i, sum, limit;
	  loop variant s.n - i;
	*/
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum = 10 * sum + (uint64_t)(s.p[i] - '0');
		limit = 10 * limit;
	}
	*v = sum;
	return true;
}

size_t
dkim_tags_base64(struct span s, uint8_t *out, size_t cap)
{
	size_t n = 0;

	/*@
	  loop invariant 0 <= i <= s.n && n <= cap;
	  loop assigns i, n, out[0 .. cap-1];
	  loop variant s.n - i;
	*/
	for (size_t i = 0; i < s.n; i++) {
		if (is_white(s.p[i]))
			continue;
		if (n == cap)
			return 0;
		out[n++] = s.p[i];
	}
	return base64_decode(out, n);
}
