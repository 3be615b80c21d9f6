/* Where an IMAP command ends (RFC 3501, 2.2.1 and 9; RFC 7888).
 *
 * A command is a line, or several lines joined by literals: a line that ends in
 * {n} or {n+} announces n octets of any value, after which the line goes on.
 * Only CRLF ends a line.  A line with a bare CR, a bare LF or a NUL, or one that
 * is too long, is faulty as a whole: it is swallowed up to its CRLF and never
 * becomes a command.
 *
 * The assembler reads; the caller keeps the octets it has read as long as
 * nothing is faulty. */
#ifndef CORE_IMAP_FRAME_H
#define CORE_IMAP_FRAME_H

#include "base/span.h"

enum imap_frame_phase { FRAME_LINE, FRAME_CR, FRAME_LITERAL, FRAME_SKIP };

/* The end of the line so far, as a possible literal announcement. */
enum imap_frame_tail { TAIL_NONE, TAIL_OPEN, TAIL_DIGITS, TAIL_PLUS, TAIL_CLOSED };

struct imap_frame {
	enum imap_frame_phase phase;
	enum imap_frame_tail tail;
	bool plus;     /* {n+}: the octets come without being asked for */
	bool faulty;   /* the caller may set it, to have done with an overlong line */
	uint64_t size; /* of the announced literal; saturates above 2^32 */
	uint64_t left; /* octets of the literal that are still to come */
};

enum imap_frame_event {
	IMAP_FRAME_MORE,      /* all input eaten, nothing complete */
	IMAP_FRAME_COMMAND,   /* a command has ended, with its CRLF */
	IMAP_FRAME_ANNOUNCED, /* f->size octets are: call _take, _skip, or _init to refuse */
	IMAP_FRAME_FAULT      /* a faulty line has ended */
};

// clang-format off
/*@
  predicate InLiteral(struct imap_frame f) = f.phase == FRAME_LITERAL || f.phase == FRAME_SKIP;

  // What holds between two octets.
  predicate Frame(struct imap_frame f) =
    FRAME_LINE <= f.phase <= FRAME_SKIP && TAIL_NONE <= f.tail <= TAIL_CLOSED &&
    f.size <= 42949672969 && (InLiteral(f) <==> f.left > 0) &&
    (f.phase == FRAME_SKIP ==> f.faulty);
*/
// clang-format on

/* The state between two commands. */
/*@
  requires \valid(f);
  assigns  *f;
  ensures  Frame(*f) && f->phase == FRAME_LINE && !f->faulty && f->left == 0;
*/
void imap_frame_init(struct imap_frame *f);

/* One octet of a line.  Only LF behind CR ends anything; what no line may hold
 * makes the line faulty, and faulty it stays until its end. */
/*@
  requires \valid(f) && Frame(*f) && !InLiteral(*f);
  assigns  *f;
  ensures  Frame(*f);
  ensures  IMAP_BARE_LF: \result != IMAP_FRAME_MORE ==> c == '\n' && \old(f->phase) == FRAME_CR;
  ensures  lf: c == '\n' && \old(f->phase) == FRAME_LINE ==>
             \result == IMAP_FRAME_MORE && f->faulty;
  ensures  cr: c != '\n' && \old(f->phase) == FRAME_CR ==> \result == IMAP_FRAME_MORE && f->faulty;
  ensures  nul: c == 0 ==> \result == IMAP_FRAME_MORE && f->faulty;
  ensures  sticky: \old(f->faulty) && \result == IMAP_FRAME_MORE ==> f->faulty;
  ensures  whole: \result == IMAP_FRAME_COMMAND ==> !\old(f->faulty) && !f->faulty;
  ensures  fault: \result == IMAP_FRAME_FAULT ==> \old(f->faulty) && !f->faulty;
  ensures  announced: \result == IMAP_FRAME_ANNOUNCED ==>
             !\old(f->faulty) && !f->faulty && f->left == 0 && \old(f->tail) == TAIL_CLOSED;
  ensures  clean: \result == IMAP_FRAME_COMMAND ==> \old(f->tail) != TAIL_CLOSED;
*/
enum imap_frame_event imap_frame_octet(struct imap_frame *f, uint8_t c);

/* Eats octets of in, stops after the first event.  Returns how many were eaten,
 * at least one. */
/*@
  requires \valid(f) && Frame(*f) && \valid(ev);
  requires 0 < n <= 0x7fffffff && \valid_read(in + (0 .. n-1));
  requires \separated(f, ev, in + (0 .. n-1));
  assigns  *f, *ev;
  ensures  Frame(*f);
  ensures  1 <= \result <= n;
  ensures  rest: \result < n ==> *ev != IMAP_FRAME_MORE;
  ensures  end: *ev != IMAP_FRAME_MORE ==> in[\result-1] == '\n';
*/
size_t imap_frame_feed(
    struct imap_frame *f, const uint8_t *in, size_t n, enum imap_frame_event *ev);

/* After IMAP_FRAME_ANNOUNCED: the literal belongs to the command. */
/*@
  requires \valid(f) && Frame(*f);
  assigns  *f;
  ensures  Frame(*f) && f->left == f->size && f->faulty == \old(f->faulty);
*/
void imap_frame_take(struct imap_frame *f);

/* After IMAP_FRAME_ANNOUNCED: the literal comes anyway ({n+}), but is thrown
 * away, and the command with it: IMAP_FRAME_FAULT at its end. */
/*@
  requires \valid(f) && Frame(*f);
  assigns  *f;
  ensures  Frame(*f) && f->left == f->size && f->faulty;
*/
void imap_frame_skip(struct imap_frame *f);

#endif
