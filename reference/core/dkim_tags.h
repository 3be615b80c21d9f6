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

/* False: not a tag list, or one of more than DKIM_TAGS_MOST tags. */
bool dkim_tags_parse(struct span s, struct dkim_tags *t);

/* The tag of that name; NULL when there is none.  Names are compared with case. */
const struct dkim_tag *dkim_tags_find(const struct dkim_tags *t, struct span name);

/* Values.  A list has its items between colons, each with white space around it:
 * begin with *at = 0; false at the end. */
bool dkim_tags_item(struct span s, size_t *at, struct span *item);

/* Is word one of the items? */
bool dkim_tags_has(struct span s, struct span word);

/* 1 to 12 digits (RFC 6376, 3.5). */
bool dkim_tags_number(struct span s, uint64_t *v);

/* Decodes base64 with white space in it; 0: not canonical, empty or above cap
 * characters.  out has room for cap. */
size_t dkim_tags_base64(struct span s, uint8_t *out, size_t cap);

/* The same with names and words that are string literals. */
#define dkim_tags_get(t, name)   dkim_tags_find((t), SPAN(name))
#define dkim_tags_lists(s, word) dkim_tags_has((s), SPAN(word))

#endif
