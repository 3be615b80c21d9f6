/* Where an IMAP command ends (RFC 3501, 2.2.1 and 9; RFC 7888).
 *
 * A command is a line, or several lines joined by literals: a line that ends in
 * {n} or {n+} announces n octets of any value, after which the line goes on.
 * Only CRLF ends a line.  A line with a bare CR, a bare LF or a NUL, or one that
 * does not fit, is faulty as a whole: it is swallowed up to its CRLF and never
 * becomes a command. */
#ifndef CORE_IMAP_FRAME_H
#define CORE_IMAP_FRAME_H

#include "base/buf.h"

enum imap_frame_phase { FRAME_LINE, FRAME_CR, FRAME_LITERAL, FRAME_SKIP };

/* The end of the line so far, as a possible literal announcement. */
enum imap_frame_tail { TAIL_NONE, TAIL_OPEN, TAIL_DIGITS, TAIL_PLUS, TAIL_CLOSED };

struct imap_frame {
	enum imap_frame_phase phase;
	enum imap_frame_tail tail;
	bool plus; /* {n+}: the octets come without being asked for */
	bool faulty;
	uint64_t size; /* of the announced literal; saturates above 2^32 */
	uint64_t left; /* octets of the literal that are still to come */
};

enum imap_frame_event {
	IMAP_FRAME_MORE,      /* all input eaten, nothing complete */
	IMAP_FRAME_COMMAND,   /* text holds a command with its CRLF */
	IMAP_FRAME_ANNOUNCED, /* f->size octets announced: call _take or _skip, or _init to refuse */
	IMAP_FRAME_FAULT      /* a faulty line has ended: text holds its beginning */
};

/* Zero is the state between two commands. */
void imap_frame_init(struct imap_frame *f);

/* Eats octets of in, appends them to text, stops after the first event.
 * Returns how many were eaten. */
size_t imap_frame_feed(
    struct imap_frame *f, struct span in, struct buf *text, enum imap_frame_event *ev);

/* After IMAP_FRAME_ANNOUNCED: the literal belongs to the command. */
void imap_frame_take(struct imap_frame *f);

/* After IMAP_FRAME_ANNOUNCED: the literal comes anyway ({n+}), but is thrown
 * away, and the command with it: IMAP_FRAME_FAULT at its end. */
void imap_frame_skip(struct imap_frame *f);

#endif
