/* Commands against their own text: what is told of a command lies in it, what is
 * quoted may as well be a literal, and a set means what one reads.
 * Sources of the oracles: RFC 3501 section 9; RFC 2971; RFC 5464 section 5. */
#include "fuzz/imap.h"
#include "fuzz/oracle.h"
#include "reference/core/imap_text.h"

#include <string.h>

enum { MOST = 8192 };

static bool
inside(struct span s, const uint8_t *b, size_t n)
{
	return s.n == 0 || (s.p >= b && s.n <= n && s.p + s.n <= b + n);
}

static void
check_bounds(const struct imap_command *c, enum imap_parse got, const uint8_t *b, size_t n)
{
	if (got != IMAP_NO_TAG)
		ORACLE(IMAP_SYNTAX, c->tag.n > 0 && c->tag.n <= IMAP_TAG_MAX && c->tag.p == b);
	if (got == IMAP_NO_COMMAND)
		ORACLE(IMAP_UNKNOWN, c->verb == VERB_NONE);
	ORACLE(IMAP_SET_HUGE, c->n_ranges <= IMAP_RANGES && c->n_items <= IMAP_ITEMS);
	ORACLE(IMAP_SEARCH_LOGIC, c->n_keys <= IMAP_KEYS);
	ORACLE(META_MALFORMED, c->n_entries <= IMAP_ENTRIES);
	if (got != IMAP_PARSED)
		return;
	ORACLE(IMAP_SYNTAX, inside(c->a, b, n) && inside(c->b, b, n));
	for (size_t i = 0; i < c->n_items; i++)
		ORACLE(IMAP_SECTIONS, inside(c->items[i].section.fields, b, n));
	for (size_t i = 0; i < c->n_keys; i++)
		ORACLE(IMAP_SEARCH_HEADER,
		    inside(c->keys[i].name, b, n) && inside(c->keys[i].value, b, n));
	for (size_t i = 0; i < c->n_entries; i++) {
		struct span name = c->entries[i].name;
		ORACLE(META_MALFORMED, inside(name, b, n) && inside(c->entries[i].value, b, n));
		ORACLE(
		    META_MALFORMED, name.n > 1 && name.p[0] == '/' && !span_ends(name, SPAN("/")));
	}
}

/* Is v in the set as written? */
static bool
named(const struct imap_range *r, size_t n, uint32_t star, uint32_t v)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t a = r[i].lo ? r[i].lo : star, b = r[i].hi ? r[i].hi : star;
		if ((a <= v && v <= b) || (b <= v && v <= a))
			return true;
	}
	return false;
}

/* Numbers that a set has, written as a set, are the same set. */
static void
check_numbers(const struct imap_set *set)
{
	static struct imap_range memory[IMAP_RANGES];
	static uint8_t text[2048];
	uint32_t numbers[128];
	struct buf b;
	struct imap_set again;
	size_t n = 0;

	for (uint32_t v = 1; v <= 128; v++)
		if (imap_set_has(set, v))
			numbers[n++] = v;
	if (n == 0)
		return;
	buf_init(&b, text, sizeof(text));
	imap_put_numbers(&b, numbers, n);
	ORACLE(MBOX_COPYUID, !b.full && b.n <= 11 * n);
	struct imap_lex l = { text, b.n, 0 };
	ORACLE(MBOX_COPYUID, imap_set_parse(&l, memory, IMAP_RANGES, &again) && imap_lex_end(&l));
	imap_set_fix(&again, 1);
	for (uint32_t v = 1; v <= 128; v++)
		ORACLE(IMAP_ESEARCH, imap_set_has(&again, v) == imap_set_has(set, v));
}

static void
check_set(const struct imap_set *written, uint32_t star)
{
	static struct imap_range r[IMAP_RANGES];
	struct imap_set set = { r, written->n };

	memcpy(r, written->r, written->n * sizeof(*r));
	imap_set_fix(&set, star);
	ORACLE(IMAP_SET_HUGE, set.n >= 1 && set.n <= written->n && r[0].lo >= 1);
	for (size_t i = 0; i < set.n; i++) {
		ORACLE(IMAP_RANGE, r[i].lo <= r[i].hi && (i == 0 || r[i - 1].hi < r[i].lo));
		ORACLE(IMAP_RANGE, r[i].hi <= imap_set_max(&set));
	}
	for (size_t i = 0; i < written->n && i < 64; i++) {
		uint32_t lo = written->r[i].lo, hi = written->r[i].hi;
		const uint32_t probes[] = { lo, hi, lo + 1, hi + 1, lo - 1, hi - 1, star,
			lo / 2 + hi / 2 };
		for (size_t k = 0; k < sizeof(probes) / sizeof(probes[0]); k++)
			ORACLE(IMAP_UID_SETS,
			    imap_set_has(&set, probes[k]) ==
				named(written->r, written->n, star, probes[k]));
	}
	check_numbers(&set);
}

/* One word of a command that parses, a quoted string as a literal.  Returns
 * where the next one starts. */
static size_t
word(const uint8_t *b, size_t n, size_t i, struct buf *out)
{
	static uint8_t memory[MOST];
	struct buf text;
	size_t from = i, end;

	buf_init(&text, memory, sizeof(memory));
	if (b[i] == '{') {
		end = span_find(SPAN_OF(b, n), i, '\n') + 1;
		end += strtoul((const char *)b + i + 1, NULL, 10);
		buf_put(out, SPAN_OF(b + from, end - from));
		return end;
	}
	if (b[i] != '"') {
		buf_put_octet(out, b[i]);
		return i + 1;
	}
	for (i++; b[i] != '"'; i++) {
		i += b[i] == '\\';
		buf_put_octet(&text, b[i]);
	}
	buf_put_octet(out, '{');
	buf_put_u64(out, text.n);
	buf_put_str(out, "+}\r\n");
	buf_put(out, buf_span(&text));
	return i + 1;
}

/* Commands that hold what only looks like a string, or has to be quoted. */
static bool
is_apart(const struct imap_command *c)
{
	for (size_t i = 0; i < c->n_keys; i++)
		if (c->keys[i].op >= KEY_BEFORE && c->keys[i].op <= KEY_SENT_SINCE)
			return true;
	return c->verb == VERB_AUTHENTICATE || c->verb == VERB_APPEND || c->verb == VERB_SETQUOTA;
}

/* c: parsed from a copy of b, which holds what was written. */
static void
check_literals(const struct imap_command *c, const uint8_t *b, size_t n)
{
	static struct imap_command other;
	static uint8_t memory[3 * MOST];
	struct buf out;

	if (is_apart(c))
		return;
	buf_init(&out, memory, sizeof(memory));
	for (size_t i = 0; i < n;)
		i = word(b, n, i, &out);
	enum imap_parse got = imap_parse(memory, out.n, &other);
	if (c->verb == VERB_ID)
		ORACLE(IMAP_ID_LIST, got == IMAP_PARSED);
	if (c->verb == VERB_GETMETADATA || c->verb == VERB_SETMETADATA)
		ORACLE(META_LITERAL_VALUE, got == IMAP_PARSED && other.n_entries == c->n_entries);
	ORACLE(IMAP_QUOTED, got == IMAP_PARSED && other.verb == c->verb);
	ORACLE(IMAP_LOGIN_LITERAL, span_eq(other.a, c->a) && span_eq(other.b, c->b));
	ORACLE(IMAP_QUOTED, other.n_keys == c->n_keys && other.n_items == c->n_items);
	for (size_t i = 0; i < c->n_entries; i++)
		ORACLE(META_LITERAL_VALUE,
		    span_eq(other.entries[i].name, c->entries[i].name) &&
			span_eq(other.entries[i].value, c->entries[i].value) &&
			other.entries[i].nil == c->entries[i].nil);
}

void
imap_fuzz_command(const uint8_t *b, size_t n)
{
	static struct imap_command c;
	uint8_t *text = imap_fuzz_copy(b, n), *again = imap_fuzz_copy(b, n);
	struct span tag;
	enum imap_verb verb;
	enum imap_parse got = imap_parse(text, n, &c);
	enum imap_parse head = imap_parse_head(again, n, &tag, &verb);

	check_bounds(&c, got, text, n);
	if (got == IMAP_PARSED || got == IMAP_BAD_ARGUMENTS)
		ORACLE(IMAP_UNKNOWN, head == IMAP_PARSED && verb == c.verb && span_eq(tag, c.tag));
	else
		ORACLE(IMAP_UNKNOWN, head != IMAP_PARSED);
	if (got == IMAP_PARSED) {
		check_literals(&c, b, n);
		if (c.set.n > 0) {
			check_set(&c.set, 1);
			check_set(&c.set, 100);
			check_set(&c.set, UINT32_MAX);
		}
		imap_fuzz_items(&c);
		if (c.verb == VERB_SEARCH)
			imap_fuzz_search(&c);
	}
	free(text);
	free(again);
}
