/* The arguments of FETCH: data items, sections, partials.
 * Source: RFC 3501 section 9, fetch, fetch-att, section. */
#include "reference/core/imap_command.h"

static struct imap_item *
add(struct imap_command *c, enum imap_item_kind kind)
{
	struct imap_item *it;

	if (c->n_items == IMAP_ITEMS)
		return NULL;
	it = &c->items[c->n_items++];
	it->kind = kind;
	/* IMAP_PEEK: what does not carry a body text never sets \Seen. */
	it->peek = kind != ITEM_RFC822 && kind != ITEM_RFC822_TEXT && kind != ITEM_SECTION;
	it->partial = false;
	it->from = it->count = 0;
	it->section.depth = 0;
	it->section.part = SECTION_ALL;
	it->section.fields = SPAN("");
	return it;
}

/* header-list = "(" header-fld-name *(SP header-fld-name) ")"; names are kept as
 * written, so one with an escape or a blank in it is refused. */
static bool
header_list(struct imap_lex *l, struct span *fields)
{
	size_t from = l->at;

	if (!imap_lex_is(l, '('))
		return false;
	do {
		struct span name;

		if (!imap_lex_astring(l, &name) || name.n == 0)
			return false;
		for (size_t i = 0; i < name.n; i++)
			if (name.p[i] <= ' ' || name.p[i] >= 0x7f || name.p[i] == '\\' ||
			    name.p[i] == '"')
				return false;
	} while (imap_lex_is(l, ' '));
	*fields = SPAN_OF(l->p + from, l->at + 1 - from);
	return imap_lex_is(l, ')');
}

static bool
section_text(struct imap_lex *l, struct imap_section *s)
{
	struct span word;

	if (!imap_lex_atom(l, &word))
		return false;
	if (span_eq_nocase(word, SPAN("HEADER"))) {
		s->part = SECTION_HEADER;
	} else if (span_eq_nocase(word, SPAN("TEXT"))) {
		s->part = SECTION_TEXT;
	} else if (span_eq_nocase(word, SPAN("MIME")) && s->depth > 0) {
		s->part = SECTION_MIME;
	} else if (span_eq_nocase(word, SPAN("HEADER.FIELDS"))) {
		s->part = SECTION_FIELDS;
		return imap_lex_is(l, ' ') && header_list(l, &s->fields);
	} else if (span_eq_nocase(word, SPAN("HEADER.FIELDS.NOT"))) {
		s->part = SECTION_FIELDS_NOT; /* IMAP_FETCH_FIELDS_NOT */
		return imap_lex_is(l, ' ') && header_list(l, &s->fields);
	} else {
		return false;
	}
	return true;
}

/* The inside of the brackets and "]". */
static bool
section(struct imap_lex *l, struct imap_section *s)
{
	uint8_t c = imap_lex_peek(l);
	bool more = c != ']';

	while (more && c >= '0' && c <= '9') {
		if (s->depth == IMAP_DEPTH || !imap_lex_number(l, &s->path[s->depth]))
			return false;
		if (s->path[s->depth++] == 0)
			return false;
		more = imap_lex_is(l, '.');
		c = imap_lex_peek(l);
	}
	if (more && !section_text(l, s))
		return false;
	return imap_lex_is(l, ']');
}

/* ["<" number "." nz-number ">"] */
static bool
partial(struct imap_lex *l, struct imap_item *it)
{
	if (!imap_lex_is(l, '<'))
		return true;
	it->partial = true;
	return imap_lex_number(l, &it->from) && imap_lex_is(l, '.') &&
	    imap_lex_number(l, &it->count) && it->count != 0 && imap_lex_is(l, '>');
}

static bool
add_section(struct imap_lex *l, struct imap_command *c, bool peek)
{
	struct imap_item *it = add(c, ITEM_SECTION);

	if (!it || !imap_lex_is(l, '['))
		return false;
	it->peek = peek;
	return section(l, &it->section) && partial(l, it);
}

static const struct {
	const char *name;
	enum imap_item_kind kind;
} names[] = {
	// clang-format off
	{ "UID",           ITEM_UID },
	{ "FLAGS",         ITEM_FLAGS },
	{ "RFC822.SIZE",   ITEM_SIZE },
	{ "INTERNALDATE",  ITEM_DATE },
	{ "ENVELOPE",      ITEM_ENVELOPE },
	{ "BODYSTRUCTURE", ITEM_BODYSTRUCTURE },
	{ "RFC822",        ITEM_RFC822 },
	{ "RFC822.HEADER", ITEM_RFC822_HEADER },
	{ "RFC822.TEXT",   ITEM_RFC822_TEXT },
	// clang-format on
};

/* fetch-att.  "[" is an atom character, "]" is not: a name ends before "[". */
static bool
item(struct imap_lex *l, struct imap_command *c)
{
	size_t from = l->at;
	struct span name;

	while (l->at < l->n && l->p[l->at] != '[' && l->p[l->at] != ' ' && l->p[l->at] != ')')
		l->at++;
	name = SPAN_OF(l->p + from, l->at - from);
	if (span_eq_nocase(name, SPAN("BODY")) && imap_lex_peek(l) != '[')
		return add(c, ITEM_BODY) != NULL;
	if (span_eq_nocase(name, SPAN("BODY")))
		return add_section(l, c, false);
	if (span_eq_nocase(name, SPAN("BODY.PEEK")))
		return add_section(l, c, true);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eq_nocase(name, span_str(names[i].name)))
			return add(c, names[i].kind) != NULL;
	return false;
}

/* IMAP_FETCH_MACROS: ALL, FAST and FULL stand alone, never in parentheses. */
static bool
macro(struct imap_lex *l, struct imap_command *c)
{
	struct imap_lex ahead = *l;
	struct span name;
	bool all, full;

	if (!imap_lex_atom(&ahead, &name))
		return false;
	all = span_eq_nocase(name, SPAN("ALL"));
	full = span_eq_nocase(name, SPAN("FULL"));
	if (!all && !full && !span_eq_nocase(name, SPAN("FAST")))
		return false;
	*l = ahead;
	(void)add(c, ITEM_FLAGS);
	(void)add(c, ITEM_DATE);
	(void)add(c, ITEM_SIZE);
	if (all || full)
		(void)add(c, ITEM_ENVELOPE);
	if (full)
		(void)add(c, ITEM_BODY);
	return true;
}

bool
imap_parse_fetch(struct imap_lex *l, struct imap_command *c)
{
	if (!imap_parse_set(l, c, &c->set) || !imap_lex_is(l, ' '))
		return false;
	if (macro(l, c))
		return true;
	if (!imap_lex_is(l, '('))
		return item(l, c);
	do {
		if (!item(l, c))
			return false;
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')');
}
