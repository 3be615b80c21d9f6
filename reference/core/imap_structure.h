/* The parts of a delivered message, and the answers about them
 * (RFC 3501, 6.4.5 and 7.4.2; RFC 2045, 2046).
 *
 * A message becomes a flat array of parts.  The children of a part stand next
 * to each other behind it, so everything walks the tree without recursion. */
#ifndef CORE_IMAP_STRUCTURE_H
#define CORE_IMAP_STRUCTURE_H

#include "base/buf.h"
#include "reference/core/imap_command.h"

enum { IMAP_PARTS = 256, IMAP_NESTING = 16 };

enum imap_part_kind {
	PART_LEAF,
	PART_MULTI,  /* multipart with at least one child */
	PART_MESSAGE /* message/rfc822; its single child is the embedded message */
};

struct imap_part {
	enum imap_part_kind kind;
	struct span header, body;
	size_t parent, first, children; /* indices; the top part is its own parent */
	size_t depth;
};

struct imap_structure {
	struct imap_part parts[IMAP_PARTS];
	size_t n;
};

/* Parts beyond the limits are not taken apart: they stay leaves. */
void imap_structure_parse(struct span message, struct imap_structure *t);

/* Only the message itself: enough for sections without numbers. */
void imap_structure_top(struct span message, struct imap_structure *t);

/* BODYSTRUCTURE (extended) or BODY; out is full when it was too small. */
void imap_put_structure(struct buf *out, const struct imap_structure *t, bool extended);

/* ENVELOPE of a header block. */
void imap_put_envelope(struct buf *out, struct span header);

/* The octets of a section as they stand in the message; for the two FIELDS the
 * header block to filter.  False: the message has no such section. */
bool imap_section_find(
    const struct imap_structure *t, const struct imap_section *s, struct span *octets);

/* Header fields named (or, with `except`, not named) in fields, "(A B)", and the
 * empty line.  out needs header.n + 2 octets. */
void imap_section_fields(struct buf *out, struct span header, struct span fields, bool not );

/* BODY[1.2.HEADER.FIELDS (A B)]<0> */
void imap_put_section_name(struct buf *out, const struct imap_item *it);

#endif
