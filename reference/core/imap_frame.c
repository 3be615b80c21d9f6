/* The IMAP command assembler.  It finds the end of a command over any split of
 * the input; it knows nothing of tags, verbs or strings.
 * Sources: RFC 3501 sections 2.2.1, 4.3, 9; RFC 7888 section 3. */
#include "reference/core/imap_frame.h"

void
imap_frame_init(struct imap_frame *f)
{
	f->phase = FRAME_LINE;
	f->tail = TAIL_NONE;
	f->plus = false;
	f->faulty = false;
	f->size = 0;
	f->left = 0;
}

/* One more octet of the line: does it now end in "{" 1*DIGIT ["+"] "}"? */
/*@
  requires \valid(f) && f->size <= 42949672969 && TAIL_NONE <= f->tail <= TAIL_CLOSED;
  assigns  f->tail, f->size, f->plus;
  ensures  f->size <= 42949672969 && TAIL_NONE <= f->tail <= TAIL_CLOSED;
*/
static void
tail_octet(struct imap_frame *f, uint8_t c)
{
	bool number = f->tail == TAIL_OPEN || f->tail == TAIL_DIGITS;

	if (c == '{') {
		f->tail = TAIL_OPEN;
		f->size = 0;
		f->plus = false;
	} else if (number && c >= '0' && c <= '9') {
		f->tail = TAIL_DIGITS;
		if (f->size <= UINT32_MAX)
			f->size = f->size * 10 + (uint64_t)(c - '0');
	} else if (f->tail == TAIL_DIGITS && c == '+') {
		f->tail = TAIL_PLUS;
		f->plus = true;
	} else if ((f->tail == TAIL_DIGITS || f->tail == TAIL_PLUS) && c == '}') {
		f->tail = TAIL_CLOSED;
	} else {
		f->tail = TAIL_NONE;
	}
}

/* CRLF has come: what has ended? */
/*@
  requires \valid(f) && Frame(*f) && !InLiteral(*f);
  assigns  *f;
  ensures  Frame(*f);
  ensures  \result == IMAP_FRAME_MORE ==> f->faulty && \old(f->faulty);
  ensures  \result == IMAP_FRAME_COMMAND ==>
             !\old(f->faulty) && !f->faulty && \old(f->tail) != TAIL_CLOSED;
  ensures  \result == IMAP_FRAME_FAULT ==> \old(f->faulty) && !f->faulty;
  ensures  \result == IMAP_FRAME_ANNOUNCED ==>
             !\old(f->faulty) && !f->faulty && f->left == 0 && \old(f->tail) == TAIL_CLOSED;
*/
static enum imap_frame_event
line_end(struct imap_frame *f)
{
	bool faulty = f->faulty, closed = f->tail == TAIL_CLOSED;

	f->phase = FRAME_LINE;
	f->tail = TAIL_NONE;
	if (closed && !faulty)
		return IMAP_FRAME_ANNOUNCED;
	if (closed && f->plus) {
		imap_frame_skip(f);
		return IMAP_FRAME_MORE;
	}
	imap_frame_init(f);
	return faulty ? IMAP_FRAME_FAULT : IMAP_FRAME_COMMAND;
}

enum imap_frame_event
imap_frame_octet(struct imap_frame *f, uint8_t c)
{
	if (f->phase == FRAME_CR) {
		if (c == '\n')
			return line_end(f);
		f->faulty = true;
		f->phase = FRAME_LINE;
	}
	if (c == '\r') {
		f->phase = FRAME_CR;
		return IMAP_FRAME_MORE;
	}
	tail_octet(f, c);
	/* IMAP_BARE_LF: LF alone is no line end, and the line that holds it is no command. */
	if (c == '\n' || c == 0)
		f->faulty = true;
	return IMAP_FRAME_MORE;
}

/* Octets inside a literal, as many as there are. */
/*@
  requires \valid(f) && Frame(*f) && InLiteral(*f) && n > 0;
  assigns  f->left, f->phase;
  ensures  Frame(*f) && 1 <= \result <= n;
*/
static size_t
literal_octets(struct imap_frame *f, size_t n)
{
	size_t most = n < f->left ? n : (size_t)f->left;

	f->left -= most;
	if (f->left == 0)
		f->phase = FRAME_LINE;
	return most;
}

size_t
imap_frame_feed(struct imap_frame *f, const uint8_t *in, size_t n, enum imap_frame_event *ev)
{
	size_t i = 0;

	*ev = IMAP_FRAME_MORE;
	/*@
	  loop invariant 0 <= i <= n && Frame(*f);
	  loop invariant *ev != IMAP_FRAME_MORE ==> i > 0 && in[i-1] == '\n';
	  loop assigns i, *f, *ev;
	  loop variant n - i;
	*/
	while (i < n && *ev == IMAP_FRAME_MORE) {
		if (f->phase == FRAME_LITERAL || f->phase == FRAME_SKIP) {
			i += literal_octets(f, n - i);
		} else {
			*ev = imap_frame_octet(f, in[i]);
			i++;
		}
	}
	return i;
}

void
imap_frame_take(struct imap_frame *f)
{
	f->left = f->size;
	f->phase = f->left == 0 ? FRAME_LINE : FRAME_LITERAL;
}

void
imap_frame_skip(struct imap_frame *f)
{
	f->faulty = true;
	f->left = f->size;
	f->phase = f->left == 0 ? FRAME_LINE : FRAME_SKIP;
}
