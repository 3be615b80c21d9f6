/* The IMAP front end of the core: framing here, and what is done with the
 * octets in fuzz/imap_*.c.  The first octet of the input chooses what the rest
 * is, the second where it is cut.
 * Sources of the oracles: RFC 3501 sections 2.2, 4.3 and 9; RFC 7888. */
#include "fuzz/imap.h"
#include "fuzz/oracle.h"
#include "reference/core/imap_frame.h"

#include <ctype.h>
#include <string.h>

enum { MOST = 8192, LITERAL_MOST = 4096, SKIP_MOST = 16384 };

struct happening {
	enum imap_frame_event event;
	size_t at; /* behind its last octet */
	uint64_t size;
	bool plus;
};

struct story {
	size_t n;
	struct happening h[MOST];
};

uint8_t *
imap_fuzz_copy(const uint8_t *b, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	if (n > 0)
		memcpy(copy, b, n);
	return copy;
}

/* A literal is taken when it is small, thrown away when it comes anyway, else refused. */
static bool
refused(const struct happening *h)
{
	return h->size > LITERAL_MOST && (!h->plus || h->size > SKIP_MOST);
}

/* The events when at most `step` octets come at once. */
static void
tell(const uint8_t *b, size_t n, size_t step, struct story *s)
{
	struct imap_frame f;

	imap_frame_init(&f);
	s->n = 0;
	for (size_t at = 0; at < n;) {
		struct happening h = { .event = IMAP_FRAME_MORE };
		size_t given = step < n - at ? step : n - at;
		uint8_t *some = imap_fuzz_copy(b + at, given);
		size_t eaten = imap_frame_feed(&f, some, given, &h.event);
		free(some);
		ORACLE(IMAP_LITERAL, eaten >= 1 && eaten <= given);
		ORACLE(IMAP_LITERAL, eaten == given || h.event != IMAP_FRAME_MORE);
		at += eaten;
		if (h.event == IMAP_FRAME_MORE)
			continue;
		h.at = at;
		if (h.event == IMAP_FRAME_ANNOUNCED) {
			h.size = f.size;
			h.plus = f.plus;
			if (refused(&h))
				imap_frame_init(&f);
			else if (h.size > LITERAL_MOST)
				imap_frame_skip(&f);
			else
				imap_frame_take(&f);
		}
		s->h[s->n++] = h;
	}
}

/* Does the line b[from..to) end in {n} or {n+}?  Read from its end. */
static bool
announces(const uint8_t *b, size_t from, size_t to, struct happening *h)
{
	size_t digits, end = to;

	h->size = 0;
	h->plus = end > from + 1 && b[end - 2] == '+';
	if (end == from || b[end - 1] != '}')
		return false;
	end -= h->plus ? 2 : 1;
	for (digits = end; digits > from && isdigit(b[digits - 1]);)
		digits--;
	if (digits == end || digits == from || b[digits - 1] != '{')
		return false;
	for (size_t i = digits; i < end; i++)
		if (h->size <= UINT32_MAX)
			h->size = h->size * 10 + (uint64_t)(b[i] - '0');
	return true;
}

/* Where the command that starts at `from` ends; 0: it does not end here, one of
 * its lines is faulty, or a literal of it is not taken. */
static size_t
command_end(const uint8_t *b, size_t n, size_t from)
{
	for (;;) {
		struct happening h;
		size_t to = from;

		while (to + 1 < n && !(b[to] == '\r' && b[to + 1] == '\n'))
			to++;
		if (to + 1 >= n)
			return 0;
		if (memchr(b + from, '\r', to - from) || memchr(b + from, '\n', to - from) ||
		    memchr(b + from, '\0', to - from))
			return 0;
		if (!announces(b, from, to, &h))
			return to + 2;
		if (h.size > LITERAL_MOST || n - (to + 2) < h.size)
			return 0;
		from = to + 2 + (size_t)h.size;
	}
}

/* The events against what one reads; every command goes on to its parser. */
static void
check_story(const uint8_t *b, size_t n, const struct story *s)
{
	size_t start = 0, line = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct happening *h = &s->h[i];
		struct happening said;
		size_t end = command_end(b, n, start);

		ORACLE(IMAP_BARE_LF, h->at >= line + 2 && memcmp(b + h->at - 2, "\r\n", 2) == 0);
		switch (h->event) {
		case IMAP_FRAME_MORE: ORACLE(IMAP_LITERAL, false); break;
		case IMAP_FRAME_COMMAND:
			ORACLE(IMAP_LITERAL, end == h->at);
			imap_fuzz_command(b + start, h->at - start);
			start = h->at;
			break;
		case IMAP_FRAME_FAULT:
			ORACLE(IMAP_BARE_LF, end == 0 || end > h->at);
			start = h->at;
			break;
		case IMAP_FRAME_ANNOUNCED:
			ORACLE(IMAP_LITERAL_PLUS, announces(b, line, h->at - 2, &said));
			ORACLE(IMAP_LITERAL_PLUS, said.plus == h->plus);
			ORACLE(IMAP_LITERAL_4G, (said.size > UINT32_MAX) == (h->size > UINT32_MAX));
			ORACLE(IMAP_LITERAL_HUGE, said.size == h->size || h->size > UINT32_MAX);
			ORACLE(IMAP_LITERAL, end == 0 || end > h->at);
			if (refused(h))
				start = h->at;
			break;
		}
		line = h->at;
		if (h->event == IMAP_FRAME_ANNOUNCED && !refused(h))
			line += (size_t)h->size;
	}
	ORACLE(IMAP_LITERAL_UNCLOSED, command_end(b, n, start) == 0);
}

static void
check_frames(const uint8_t *b, size_t n, size_t step)
{
	static struct story whole, other;
	const size_t steps[] = { 1, step };

	tell(b, n, n, &whole);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		tell(b, n, steps[i], &other);
		ORACLE(IMAP_LITERAL_PLUS, other.n == whole.n);
		for (size_t k = 0; k < whole.n; k++) {
			const struct happening *a = &whole.h[k], *o = &other.h[k];

			ORACLE(IMAP_LITERAL_PLUS, a->event == o->event && a->at == o->at);
			ORACLE(IMAP_LITERAL_PLUS, a->size == o->size && a->plus == o->plus);
		}
	}
	check_story(b, n, &whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	if (n < 3 || n > MOST)
		return 0;
	uint8_t *b = imap_fuzz_copy(in + 2, n - 2);
	size_t size = n - 2, cut = in[1] * size / 255;

	switch (in[0] % 4) {
	case 0: check_frames(b, size, in[1] % 32 + 2); break;
	case 1: imap_fuzz_append(b, size); break;
	case 2: imap_fuzz_names(SPAN_OF(b, cut), SPAN_OF(b + cut, size - cut)); break;
	case 3: imap_fuzz_message(SPAN_OF(b, size)); break;
	}
	free(b);
	return 0;
}
