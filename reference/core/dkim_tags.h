/* Tag lists of DKIM: "v=1; a=rsa-sha256; ..." (RFC 6376, 3.2).
 *
 * Both signatures and key records are such lists.  A list in which a name comes
 * twice is no list, so that no two readers can take different values from it.
 * Spans point into the text that was given. */
#ifndef CORE_DKIM_TAGS_H
#define CORE_DKIM_TAGS_H

#include "base/span.h"

enum { DKIM_TAGS_MOST = 32 };

struct dkim_tag {
	struct span name;
	struct span value; /* without white space at its ends */
	struct span raw;   /* all that stands between = and the semicolon or the end */
};

struct dkim_tags {
	struct dkim_tag tag[DKIM_TAGS_MOST];
	size_t n;
};

// clang-format off
/*@
  predicate White(integer c) = c == ' ' || c == '\t' || c == '\r' || c == '\n';
  predicate TagAlpha(integer c) = 'A' <= c <= 'Z' || 'a' <= c <= 'z';
  predicate TagChar(integer c) = TagAlpha(c) || '0' <= c <= '9' || c == '_';
  // Anything visible but the semicolon; RFC 8616 adds what is not ASCII.
  predicate ValueChar(integer c) = White(c) || (c > ' ' && c != ';' && c != 0x7f);

  // From p[i] to p[e-1].
  predicate TagName{L}(uint8_t *p, integer i, integer e) = i < e && TagAlpha(p[i]) &&
    \forall integer j; i <= j < e ==> TagChar(p[j]);
  predicate TagValue{L}(uint8_t *p, integer i, integer e) =
    (\forall integer j; i <= j < e ==> ValueChar(p[j])) &&
    (i < e ==> !White(p[i]) && !White(p[e-1]));

  predicate Same{L}(struct span a, struct span b) =
    a.n == b.n && \forall integer j; 0 <= j < a.n ==> a.p[j] == b.p[j];

  predicate At(struct span s, struct span all, integer i, integer e) =
    0 <= i <= e <= all.n && s.p == all.p + i && s.n == e - i;
  predicate Within(struct span s, struct span all) = \exists integer i, e; At(s, all, i, e);

  predicate Tag{L}(struct dkim_tag t, struct span all) =
    (\exists integer i, e; At(t.name, all, i, e) && TagName(all.p, i, e)) &&
    (\exists integer i, e; At(t.value, all, i, e) && TagValue(all.p, i, e)) &&
    Within(t.raw, all);

  predicate Tags{L}(struct dkim_tags *t, struct span all) = t->n <= DKIM_TAGS_MOST &&
    (\forall integer i; 0 <= i < t->n ==> Tag(t->tag[i], all)) &&
    (\forall integer i, j; 0 <= i < j < t->n ==> !Same(t->tag[i].name, t->tag[j].name));
*/

/* False: not a tag list, or one of more than DKIM_TAGS_MOST tags. */
/*@
  requires s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1)) && \valid(t);
  requires \separated(t, s.p + (0 .. s.n-1));
  assigns  *t;
  ensures  DKIM_TAG_DUPLICATE: \result ==> Tags(t, s);
  ensures  \result ==> t->n > 0;
*/
bool dkim_tags_parse(struct span s, struct dkim_tags *t);

/* The tag of that name; NULL when there is none.  Names are compared with case. */
/*@
  requires \valid_read(t) && t->n <= DKIM_TAGS_MOST && \valid_read(name.p + (0 .. name.n-1));
  requires \forall integer i; 0 <= i < t->n ==>
             \valid_read(t->tag[i].name.p + (0 .. t->tag[i].name.n-1));
  assigns  \result \from t, name;
  ensures  \result == \null <==> \forall integer i; 0 <= i < t->n ==> !Same(t->tag[i].name, name);
  ensures  \result != \null ==>
             \exists integer i; 0 <= i < t->n && \result == &t->tag[i] && Same(t->tag[i].name, name);
*/
const struct dkim_tag *dkim_tags_find(const struct dkim_tags *t, struct span name);

/* Values.  A list has its items between colons, each with white space around it:
 * begin with *at = 0; false at the end. */
/*@
  requires s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1)) && \valid(at) && \valid(item);
  requires \separated(at, item, s.p + (0 .. s.n-1)) && *at <= s.n + 1;
  assigns  *at, *item;
  ensures  \result <==> \old(*at) <= s.n;
  ensures  \result ==> \old(*at) < *at <= s.n + 1 && Within(*item, s);
  ensures  \result && item->n > 0 ==> !White(item->p[0]) && !White(item->p[item->n-1]);
  ensures  \result ==> \forall integer j; 0 <= j < item->n ==> item->p[j] != ':';
*/
bool dkim_tags_item(struct span s, size_t *at, struct span *item);

/* Is word one of the items? */
/*@
  requires s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1));
  requires word.n <= 0x7fffffff && \valid_read(word.p + (0 .. word.n-1));
  assigns  \nothing;
*/
bool dkim_tags_has(struct span s, struct span word);

/* 1 to 12 digits (RFC 6376, 3.5). */
/*@
  requires s.n <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1)) && \valid(v);
  requires \separated(v, s.p + (0 .. s.n-1));
  assigns  *v;
  ensures  \result <==> 1 <= s.n <= 12 && \forall integer j; 0 <= j < s.n ==> '0' <= s.p[j] <= '9';
  ensures  \result ==> *v < 1000000000000;
*/
bool dkim_tags_number(struct span s, uint64_t *v);

/* Decodes base64 with white space in it; 0: not canonical, empty or above cap
 * characters.  out has room for cap. */
/*@
  requires s.n <= 0x7fffffff && cap <= 0x7fffffff && \valid_read(s.p + (0 .. s.n-1));
  requires \valid(out + (0 .. cap-1)) && \separated(out + (0 .. cap-1), s.p + (0 .. s.n-1));
  assigns  out[0 .. cap-1];
  ensures  \result <= cap;
*/
size_t dkim_tags_base64(struct span s, uint8_t *out, size_t cap);
// clang-format on

/* The same with names and words that are string literals. */
#define dkim_tags_get(t, name)   dkim_tags_find((t), SPAN(name))
#define dkim_tags_lists(s, word) dkim_tags_has((s), SPAN(word))

#endif
