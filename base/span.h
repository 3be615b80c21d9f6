/* A span borrows octets: it never owns them and is never NUL-terminated.
 * Whoever makes a span guarantees that the octets outlive it. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	const uint8_t *p;
	size_t n;
};

/* A string literal, NUL bytes inside included, its own terminator not. */
#define SPAN(lit) ((struct span){ (const uint8_t *)(lit), sizeof(lit) - 1 })
/* n octets at p, whatever their type. */
#define SPAN_OF(ptr, len) ((struct span){ (const uint8_t *)(ptr), (len) })

/* The octets of a NUL-terminated string. */
struct span span_str(const char *s);

bool span_eq(struct span a, struct span b);

/* Equal when ASCII letters are compared without case (RFC 5234, 2.3). */
bool span_eq_nocase(struct span a, struct span b);

bool span_starts(struct span s, struct span head);
bool span_starts_nocase(struct span s, struct span head);
bool span_ends(struct span s, struct span tail);

/* From at, len octets; cut short at the end of s. */
struct span span_sub(struct span s, size_t at, size_t len);

/* Offset of the first c at or after at; s.n when there is none. */
size_t span_find(struct span s, size_t at, uint8_t c);

/* Offset of the first needle; s.n when there is none. */
size_t span_search(struct span s, struct span needle);
size_t span_search_nocase(struct span s, struct span needle);

/* Without SP, HT, CR and LF at both ends. */
struct span span_trim(struct span s);

#endif
