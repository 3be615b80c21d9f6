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

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* One more octet of the line: does it now end in "{" 1*DIGIT ["+"] "}"? */
static void
tail_octet(struct imap_frame *f, uint8_t c)
{
	if (c == '{') {
		f->tail = TAIL_OPEN;
		f->size = 0;
		f->plus = false;
	} else if ((f->tail == TAIL_OPEN || f->tail == TAIL_DIGITS) && is_digit(c)) {
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

static void
keep(struct imap_frame *f, struct buf *text, struct span s)
{
	if (f->faulty)
		return;
	buf_put(text, s);
	if (text->full)
		f->faulty = true;
}

/* CRLF has come: what has ended? */
static enum imap_frame_event
line_end(struct imap_frame *f)
{
	bool faulty = f->faulty;

	if (f->tail == TAIL_CLOSED && (!faulty || f->plus)) {
		f->phase = FRAME_LINE;
		f->tail = TAIL_NONE;
		if (!faulty)
			return IMAP_FRAME_ANNOUNCED;
		imap_frame_skip(f);
		return IMAP_FRAME_MORE;
	}
	imap_frame_init(f);
	return faulty ? IMAP_FRAME_FAULT : IMAP_FRAME_COMMAND;
}

static enum imap_frame_event
line_octet(struct imap_frame *f, const uint8_t *c, struct buf *text)
{
	if (f->phase == FRAME_CR) {
		if (*c == '\n') {
			keep(f, text, SPAN("\r\n"));
			return line_end(f);
		}
		f->faulty = true;
		f->phase = FRAME_LINE;
	}
	if (*c == '\r') {
		f->phase = FRAME_CR;
		return IMAP_FRAME_MORE;
	}
	tail_octet(f, *c);
	/* IMAP_BARE_LF: LF alone is no line end, and the line that holds it is no command. */
	if (*c == '\n' || *c == 0)
		f->faulty = true;
	keep(f, text, SPAN_OF(c, 1));
	return IMAP_FRAME_MORE;
}

/* Octets inside a literal, as many as there are. */
static size_t
literal_octets(struct imap_frame *f, struct span in, struct buf *text)
{
	size_t n = in.n < f->left ? in.n : (size_t)f->left;

	if (f->phase == FRAME_LITERAL)
		keep(f, text, span_sub(in, 0, n));
	f->left -= n;
	if (f->left == 0)
		f->phase = FRAME_LINE;
	return n;
}

size_t
imap_frame_feed(struct imap_frame *f, struct span in, struct buf *text, enum imap_frame_event *ev)
{
	size_t i = 0;

	*ev = IMAP_FRAME_MORE;
	while (i < in.n && *ev == IMAP_FRAME_MORE) {
		if (f->phase == FRAME_LITERAL || f->phase == FRAME_SKIP) {
			i += literal_octets(f, span_sub(in, i, in.n - i), text);
		} else {
			*ev = line_octet(f, &in.p[i], text);
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
