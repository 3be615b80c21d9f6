/* Any octets as a delivered message: what FETCH says of it is well formed and
 * lies in it.
 * Sources of the oracles: RFC 3501 sections 6.4.5, 7.4.2 and 9. */
#include "fuzz/imap.h"
#include "fuzz/oracle.h"
#include "reference/core/imap_lex.h"
#include "reference/core/imap_mime.h"
#include "reference/core/imap_structure.h"
#include "reference/core/imap_text.h"

#include <string.h>

enum { OUT = 1 << 22 };

/* One parenthesized list, well nested, with single blanks; returns how many
 * members it has, 0 when it is no such list. */
static size_t
list_members(const struct buf *out)
{
	struct imap_lex l = { out->p, out->n, 0 };
	size_t depth = 0, members = 0;
	struct span word;

	do {
		if (depth == 1 && imap_lex_peek(&l) != ')')
			members++;
		if (imap_lex_is(&l, '(')) {
			depth++;
			continue;
		}
		if (imap_lex_is(&l, ')')) {
			if (depth == 0)
				return 0;
			depth--;
		} else if (!imap_lex_astring(&l, &word))
			return 0;
		/* body lists stand side by side without a blank */
		if (imap_lex_is(&l, ' ') && (imap_lex_peek(&l) == ')' || imap_lex_peek(&l) == ' '))
			return 0;
	} while (depth > 0 && !imap_lex_end(&l));
	return depth == 0 && imap_lex_end(&l) ? members : 0;
}

/* A string as it is sent is the string without what folding left, as one reads it. */
static void
check_string(struct span s)
{
	static uint8_t memory[20000], want[10000];
	struct buf b;
	struct span back;
	size_t n = 0;

	buf_init(&b, memory, sizeof(memory));
	imap_put_string(&b, s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' && s.p[i] != '\n')
			want[n++] = s.p[i] ? s.p[i] : '?';
	struct imap_lex l = { memory, b.n, 0 };
	ORACLE(IMAP_QUOTED, !b.full && imap_lex_string(&l, &back) && imap_lex_end(&l));
	ORACLE(IMAP_QUOTED, span_eq(back, SPAN_OF(want, n)));
}

static bool
within(struct span s, struct span whole)
{
	return s.n == 0 || (s.p >= whole.p && s.p + s.n <= whole.p + whole.n);
}

/* The sections of the message itself and of the parts that its tree has. */
static void
check_sections(const struct imap_structure *t, struct span message)
{
	struct imap_section s = { .part = SECTION_ALL };
	struct span all, header, text;

	ORACLE(IMAP_BODY, imap_section_find(t, &s, &all) && span_eq(all, message));
	s.part = SECTION_HEADER;
	ORACLE(IMAP_SECTIONS, imap_section_find(t, &s, &header) && header.p == message.p);
	s.part = SECTION_TEXT;
	ORACLE(IMAP_SECTIONS, imap_section_find(t, &s, &text) && header.n + text.n == message.n);
	for (uint32_t k = 1; k < 4096; k++) {
		s.depth = 0;
		for (uint32_t rest = k; rest > 0; rest /= 8)
			s.path[s.depth++] = rest % 8 + 1;
		s.part = k % 7 ? SECTION_ALL : SECTION_MIME;
		if (imap_section_find(t, &s, &text))
			ORACLE(IMAP_SECTIONS, within(text, message));
	}
	for (size_t i = 1; i < t->n; i++) {
		const struct imap_part *p = &t->parts[i], *up = &t->parts[p->parent];
		ORACLE(IMAP_BODYSTRUCTURE, p->parent < i && p->depth == up->depth + 1);
		ORACLE(IMAP_BODYSTRUCTURE, i >= up->first && i < up->first + up->children);
		ORACLE(
		    IMAP_BODYSTRUCTURE, within(p->header, up->body) && within(p->body, up->body));
	}
}

/* Fields asked for and the others are the header block, and each ends in an empty line. */
static void
check_fields(struct span header)
{
	static uint8_t one[10000], two[10000];
	const struct span names = SPAN("(Subject \"From\" X)");
	struct buf some, others;

	buf_init(&some, one, sizeof(one));
	buf_init(&others, two, sizeof(two));
	imap_section_fields(&some, header, names, false);
	imap_section_fields(&others, header, names, true);
	size_t sum = some.n + others.n - 4, end = 0;
	while (end < header.n && header.p[end] != '\n' &&
	    !(header.p[end] == '\r' && end + 1 < header.n && header.p[end + 1] == '\n'))
		end +=
		    span_find(header, end, '\n') - end + (span_find(header, end, '\n') < header.n);
	ORACLE(IMAP_SUMMARY, span_ends(buf_span(&some), SPAN("\r\n")));
	ORACLE(IMAP_FETCH_FIELDS_NOT, sum == end);
}

void
imap_fuzz_message(struct span message)
{
	static struct imap_structure t;
	static uint8_t memory[OUT];
	struct buf out;

	imap_structure_parse(message, &t);
	ORACLE(IMAP_BODYSTRUCTURE, t.n >= 1 && t.n <= IMAP_PARTS);
	check_sections(&t, message);
	check_fields(t.parts[0].header);
	check_string(message);
	for (int extended = 0; extended < 2; extended++) {
		buf_init(&out, memory, sizeof(memory));
		imap_put_structure(&out, &t, extended == 1);
		ORACLE(IMAP_BODYSTRUCTURE, out.full || list_members(&out) >= 2);
	}
	for (size_t i = 0; i < t.n; i++) {
		buf_init(&out, memory, sizeof(memory));
		imap_put_envelope(&out, t.parts[i].header);
		ORACLE(IMAP_ENVELOPE, out.full || list_members(&out) == 10);
	}
}

/* The name of a section in the answer, asked for, is the same section. */
void
imap_fuzz_items(const struct imap_command *c)
{
	static struct imap_command again;
	static uint8_t text[20000];

	for (size_t i = 0; i < c->n_items; i++) {
		struct imap_item it = c->items[i];
		struct buf b;

		ORACLE(IMAP_PARTIAL, !it.partial || it.count > 0);
		if (it.kind != ITEM_SECTION)
			continue;
		it.partial = false;
		buf_init(&b, text, sizeof(text));
		buf_put_str(&b, "x FETCH 1 ");
		imap_put_section_name(&b, &it);
		buf_put_str(&b, "\r\n");
		ORACLE(IMAP_SECTIONS, imap_parse(text, b.n, &again) == IMAP_PARSED);
		const struct imap_section *s = &again.items[0].section;
		ORACLE(IMAP_SECTIONS, again.n_items == 1 && s->part == it.section.part);
		ORACLE(IMAP_SECTIONS,
		    s->depth == it.section.depth &&
			memcmp(s->path, it.section.path, s->depth * sizeof(s->path[0])) == 0);
		ORACLE(IMAP_SECTIONS, span_eq(s->fields, it.section.fields));
		ORACLE(IMAP_PEEK, !again.items[0].peek);
	}
}
