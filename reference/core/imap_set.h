/* Sequence sets: 1,3:5,7:* (RFC 3501, 9).
 *
 * Parsed once into ranges that the caller gives, then fixed to a mailbox:
 * `*` becomes a number, and the ranges become ascending and disjoint, so that
 * membership is a binary search whatever a client writes. */
#ifndef CORE_IMAP_SET_H
#define CORE_IMAP_SET_H

#include "reference/core/imap_lex.h"

struct imap_range {
	uint32_t lo, hi; /* before imap_set_fix(): as written, 0 stands for `*` */
};

struct imap_set {
	struct imap_range *r;
	size_t n;
};

/* At most max ranges at r.  False: no sequence set, or too many elements. */
bool imap_set_parse(struct imap_lex *l, struct imap_range *r, size_t max, struct imap_set *s);

/* star: the number that `*` stands for; 0 when the mailbox is empty. */
void imap_set_fix(struct imap_set *s, uint32_t star);

bool imap_set_has(const struct imap_set *s, uint32_t v);

/* The largest number in a fixed set; 0 when it is empty. */
uint32_t imap_set_max(const struct imap_set *s);

#endif
