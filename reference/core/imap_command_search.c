/* The arguments of SEARCH as a program in postfix order.  Nesting is kept on an
 * explicit stack of IMAP_DEPTH, so no input makes the parser recurse.
 * Sources: RFC 3501 sections 6.4.4 and 9, search-key; RFC 4731 section 3.1. */
#include "reference/core/imap_command.h"
#include "reference/core/imap_text.h"

/* What an open construct still waits for. */
struct open {
	enum { OPEN_ALL, OPEN_PAREN, OPEN_NOT, OPEN_OR } kind;
	size_t have; /* operands so far */
};

static struct imap_key *
emit(struct imap_command *c, enum imap_key_op op)
{
	struct imap_key *k;

	if (c->n_keys == IMAP_KEYS)
		return NULL;
	k = &c->keys[c->n_keys++];
	k->op = op;
	k->flag = k->size = 0;
	k->day = 0;
	k->set.r = c->ranges;
	k->set.n = 0;
	k->name = k->value = SPAN("");
	return k;
}

/* date-day "-" date-month "-" date-year, quoted or not */
static bool
date(struct imap_lex *l, int64_t *days)
{
	bool quote = imap_lex_is(l, '"');
	uint32_t day, month, year;

	if (!imap_lex_number(l, &day) || day < 1 || day > 31 || !imap_lex_is(l, '-') ||
	    l->n - l->at < 3)
		return false;
	month = imap_month(SPAN_OF(l->p + l->at, 3));
	l->at += 3;
	if (month == 0 || !imap_lex_is(l, '-') || !imap_lex_number(l, &year) || year < 1 ||
	    year > 9999)
		return false;
	*days = imap_days(year, month, day);
	return !quote || imap_lex_is(l, '"');
}

/* What follows the name of a key. */
enum operand {
	OPERAND_NONE,
	OPERAND_TEXT,
	OPERAND_FIELD,
	OPERAND_FLAG,
	OPERAND_DATE,
	OPERAND_SIZE,
	OPERAND_SET
};

static const struct {
	const char *name;
	enum imap_key_op op;
	enum operand operand;
	uint32_t flag;
	bool negate;
} keys[] = {
	// clang-format off
	{ "ALL",        KEY_ALL,         OPERAND_NONE,  0,                  false },
	{ "ANSWERED",   KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_ANSWERED, false },
	{ "DELETED",    KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_DELETED,  false },
	{ "DRAFT",      KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_DRAFT,    false },
	{ "FLAGGED",    KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_FLAGGED,  false },
	{ "SEEN",       KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_SEEN,     false },
	{ "UNANSWERED", KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_ANSWERED, true },
	{ "UNDELETED",  KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_DELETED,  true },
	{ "UNDRAFT",    KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_DRAFT,    true },
	{ "UNFLAGGED",  KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_FLAGGED,  true },
	{ "UNSEEN",     KEY_FLAG,        OPERAND_NONE,  IMAP_FLAG_SEEN,     true },
	/* No message is ever \Recent here, none has a keyword. */
	{ "NEW",        KEY_ALL,         OPERAND_NONE,  0,                  true },
	{ "RECENT",     KEY_ALL,         OPERAND_NONE,  0,                  true },
	{ "OLD",        KEY_ALL,         OPERAND_NONE,  0,                  false },
	{ "KEYWORD",    KEY_ALL,         OPERAND_FLAG,  0,                  true },
	{ "UNKEYWORD",  KEY_ALL,         OPERAND_FLAG,  0,                  false },
	{ "BCC",        KEY_HEADER,      OPERAND_TEXT,  0,                  false },
	{ "CC",         KEY_HEADER,      OPERAND_TEXT,  0,                  false },
	{ "FROM",       KEY_HEADER,      OPERAND_TEXT,  0,                  false },
	{ "SUBJECT",    KEY_HEADER,      OPERAND_TEXT,  0,                  false },
	{ "TO",         KEY_HEADER,      OPERAND_TEXT,  0,                  false },
	{ "HEADER",     KEY_HEADER,      OPERAND_FIELD, 0,                  false },
	{ "BODY",       KEY_BODY,        OPERAND_TEXT,  0,                  false },
	{ "TEXT",       KEY_TEXT,        OPERAND_TEXT,  0,                  false },
	{ "BEFORE",     KEY_BEFORE,      OPERAND_DATE,  0,                  false },
	{ "ON",         KEY_ON,          OPERAND_DATE,  0,                  false },
	{ "SINCE",      KEY_SINCE,       OPERAND_DATE,  0,                  false },
	{ "SENTBEFORE", KEY_SENT_BEFORE, OPERAND_DATE,  0,                  false },
	{ "SENTON",     KEY_SENT_ON,     OPERAND_DATE,  0,                  false },
	{ "SENTSINCE",  KEY_SENT_SINCE,  OPERAND_DATE,  0,                  false },
	{ "LARGER",     KEY_LARGER,      OPERAND_SIZE,  0,                  false },
	{ "SMALLER",    KEY_SMALLER,     OPERAND_SIZE,  0,                  false },
	{ "UID",        KEY_UID,         OPERAND_SET,   0,                  false },
	// clang-format on
};

static bool
operand(struct imap_lex *l, struct imap_command *c, struct imap_key *k, enum operand what)
{
	struct span flag;

	if (what == OPERAND_NONE)
		return true;
	if (!imap_lex_is(l, ' '))
		return false;
	switch (what) {
	case OPERAND_TEXT: return imap_lex_astring(l, &k->value);
	case OPERAND_FIELD:
		return imap_lex_astring(l, &k->name) && imap_lex_is(l, ' ') &&
		    imap_lex_astring(l, &k->value);
	case OPERAND_FLAG: return imap_lex_flag(l, &flag);
	case OPERAND_DATE: return date(l, &k->day);
	case OPERAND_SIZE: return imap_lex_number(l, &k->size);
	case OPERAND_SET: return imap_parse_set(l, c, &k->set);
	case OPERAND_NONE: break;
	}
	return false;
}

static bool
sequence_key(struct imap_lex *l, struct imap_command *c)
{
	struct imap_key *k = emit(c, KEY_SEQ);

	return k && imap_parse_set(l, c, &k->set);
}

static bool
named_key(struct imap_lex *l, struct imap_command *c, struct span name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct imap_key *k;

		if (!span_eq_nocase(name, span_str(keys[i].name)))
			continue;
		k = emit(c, keys[i].op);
		if (!k)
			return false;
		k->flag = keys[i].flag;
		k->name = name;
		return operand(l, c, k, keys[i].operand) && (!keys[i].negate || emit(c, KEY_NOT));
	}
	return false;
}

/* Opens constructs until an operand is complete.  False: malformed. */
static bool
first_operand(struct imap_lex *l, struct imap_command *c, struct open *stack, size_t *top)
{
	for (;;) {
		uint8_t next = imap_lex_peek(l);
		struct span name;

		if ((next >= '0' && next <= '9') || next == '*')
			return sequence_key(l, c);
		if (*top + 1 == IMAP_DEPTH)
			return false;
		if (imap_lex_is(l, '(')) {
			stack[++*top] = (struct open){ OPEN_PAREN, 0 };
			continue;
		}
		if (!imap_lex_atom(l, &name))
			return false;
		if (span_eq_nocase(name, SPAN("NOT")))
			stack[++*top] = (struct open){ OPEN_NOT, 0 };
		else if (span_eq_nocase(name, SPAN("OR")))
			stack[++*top] = (struct open){ OPEN_OR, 0 };
		else
			return named_key(l, c, name);
		if (!imap_lex_is(l, ' '))
			return false;
	}
}

enum after { AFTER_KEY, AFTER_END, AFTER_BAD };

/* An operand is complete: closes what it completes. */
static enum after
close_operand(struct imap_lex *l, struct imap_command *c, struct open *stack, size_t *top)
{
	for (;;) {
		struct open *o = &stack[*top];

		o->have++;
		if (o->kind == OPEN_NOT) {
			if (!emit(c, KEY_NOT))
				return AFTER_BAD;
		} else if (o->kind == OPEN_OR) {
			if (o->have == 1)
				return imap_lex_is(l, ' ') ? AFTER_KEY : AFTER_BAD;
			if (!emit(c, KEY_OR))
				return AFTER_BAD;
		} else {
			if (o->have > 1 && !emit(c, KEY_AND))
				return AFTER_BAD;
			if (imap_lex_is(l, ' '))
				return AFTER_KEY;
			if (o->kind == OPEN_ALL)
				return imap_lex_end(l) ? AFTER_END : AFTER_BAD;
			if (!imap_lex_is(l, ')'))
				return AFTER_BAD;
		}
		--*top;
	}
}

/* SP "(" [option *(SP option)] ")" SP; no option is the same as ALL. */
static bool
results(struct imap_lex *l, struct imap_command *c)
{
	static const char *const names[] = { "MIN", "MAX", "COUNT", "ALL" };
	struct span word;

	if (!imap_lex_is(l, ' ') || !imap_lex_is(l, '('))
		return false;
	c->results = RESULT_ALL;
	if (imap_lex_is(l, ')'))
		return imap_lex_is(l, ' ');
	c->results = 0;
	do {
		uint32_t bit = 0;

		if (!imap_lex_atom(l, &word))
			return false;
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (span_eq_nocase(word, span_str(names[i])))
				bit = 1u << i;
		if (bit == 0)
			return false;
		c->results |= bit;
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')') && imap_lex_is(l, ' ');
}

/* This word, if it comes next. */
static bool
word_is(struct imap_lex *l, struct span word)
{
	struct imap_lex ahead = *l;
	struct span atom;

	if (!imap_lex_atom(&ahead, &atom) || !span_eq_nocase(atom, word))
		return false;
	*l = ahead;
	return true;
}

/* ["RETURN" SP "(" ... ")" SP] ["CHARSET" SP astring SP] search-key *(SP search-key) */
bool
imap_parse_search(struct imap_lex *l, struct imap_command *c)
{
	struct open stack[IMAP_DEPTH];
	enum after next = AFTER_KEY;
	size_t top = 0;

	if (word_is(l, SPAN("RETURN")) && !results(l, c))
		return false;
	if (word_is(l, SPAN("CHARSET"))) {
		c->has_b = true;
		if (!imap_lex_is(l, ' ') || !imap_lex_astring(l, &c->b) || !imap_lex_is(l, ' '))
			return false;
	}
	stack[0] = (struct open){ OPEN_ALL, 0 };
	while (next == AFTER_KEY) {
		if (!first_operand(l, c, stack, &top))
			return false;
		next = close_operand(l, c, stack, &top);
	}
	return next == AFTER_END;
}
