/* The words of a zone file, entry by entry.  RFC 1035, 5.1. */
#ifndef ENGINE_ZONE_WORDS_H
#define ENGINE_ZONE_WORDS_H

#include "base/buf.h"
#include "base/span.h"

#include <stdint.h>

struct zone_name;

enum { ZONE_WORDS_MOST = 64 };
struct zone_word {
	struct span text; /* escapes as they are */
	bool quoted;
};
struct zone_reader {
	struct span text;
	size_t at;
	unsigned line; /* 1..; of the end of the entry read last */
};
enum zone_got { ZONE_LINE, ZONE_END, ZONE_WRONG };
/* The next entry that holds words; blank: it begins with white space. */
enum zone_got zone_words_read(
    struct zone_reader *r, struct zone_word words[ZONE_WORDS_MOST], size_t *n, bool *blank);
/* Words behind the type, to wire format. */
bool zone_words_data(uint16_t type, const struct zone_word *w, size_t n,
    const struct zone_name *origin, struct buf *out);

#endif
