/* The arguments of STORE, STATUS, GETMETADATA and SETMETADATA.
 * Sources: RFC 3501 sections 6.3.10, 6.4.6 and 9; RFC 5464 section 5. */
#include "reference/core/imap_command.h"
#include "reference/core/imap_text.h"

/* A flag that this server does not keep is accepted and forgotten, as
 * PERMANENTFLAGS without \* says; \Recent is nobody's to set. */
static bool
flag(struct imap_lex *l, struct imap_command *c)
{
	struct span name;

	if (!imap_lex_flag(l, &name) || span_eq_nocase(name, SPAN("\\Recent")))
		return false;
	c->flags |= imap_flag_bit(name);
	return true;
}

/* "(" [flag *(SP flag)] ")" / flag *(SP flag) */
static bool
flags(struct imap_lex *l, struct imap_command *c)
{
	bool list = imap_lex_is(l, '(');

	if (list && imap_lex_is(l, ')'))
		return true;
	do {
		if (!flag(l, c))
			return false;
	} while (imap_lex_is(l, ' '));
	return !list || imap_lex_is(l, ')');
}

/* SP sequence-set SP ["+" / "-"] "FLAGS" [".SILENT"] SP flags */
bool
imap_parse_store(struct imap_lex *l, struct imap_command *c)
{
	struct span word;

	if (!imap_parse_set(l, c, &c->set) || !imap_lex_is(l, ' '))
		return false;
	if (imap_lex_is(l, '+'))
		c->op = STORE_ADD;
	else if (imap_lex_is(l, '-'))
		c->op = STORE_REMOVE;
	if (!imap_lex_atom(l, &word) || !imap_lex_is(l, ' '))
		return false;
	c->silent = span_eq_nocase(word, SPAN("FLAGS.SILENT"));
	if (!c->silent && !span_eq_nocase(word, SPAN("FLAGS")))
		return false;
	return flags(l, c);
}

static const struct {
	const char *name;
	enum imap_status bit;
} status_names[] = {
	// clang-format off
	{ "MESSAGES",    STATUS_MESSAGES },
	{ "RECENT",      STATUS_RECENT },
	{ "UIDNEXT",     STATUS_UIDNEXT },
	{ "UIDVALIDITY", STATUS_UIDVALIDITY },
	{ "UNSEEN",      STATUS_UNSEEN },
	// clang-format on
};

static uint32_t
status_bit(struct span name)
{
	for (size_t i = 0; i < sizeof(status_names) / sizeof(status_names[0]); i++)
		if (span_eq_nocase(name, span_str(status_names[i].name)))
			return status_names[i].bit;
	return 0;
}

/* mailbox SP "(" status-att *(SP status-att) ")" */
bool
imap_parse_status(struct imap_lex *l, struct imap_command *c)
{
	if (!imap_lex_astring(l, &c->a) || !imap_lex_is(l, ' ') || !imap_lex_is(l, '('))
		return false;
	do {
		struct span name;
		uint32_t bit;

		if (!imap_lex_atom(l, &name))
			return false;
		bit = status_bit(name);
		if (bit == 0)
			return false;
		c->status |= bit;
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')');
}

/* An entry name starts with "/" and has no "*", "%" or "//" and no "/" at its end. */
static bool
entry_name(struct span s)
{
	if (s.n < 2 || s.p[0] != '/' || s.p[s.n - 1] == '/')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f || s.p[i] == '*' || s.p[i] == '%')
			return false;
		if (i > 0 && s.p[i] == '/' && s.p[i - 1] == '/')
			return false;
	}
	return true;
}

/* One entry name; for SETMETADATA with its value.  META_LITERAL_VALUE: any form of a string. */
static bool
entry(struct imap_lex *l, struct imap_command *c)
{
	struct imap_entry *e;

	if (c->n_entries == IMAP_ENTRIES)
		return false;
	e = &c->entries[c->n_entries++];
	e->nil = false;
	e->value = SPAN("");
	if (!imap_lex_astring(l, &e->name) || !entry_name(e->name))
		return false;
	if (c->verb == VERB_GETMETADATA)
		return true;
	if (!imap_lex_is(l, ' '))
		return false;
	(void)imap_lex_is(l, '~'); /* literal8 */
	return imap_lex_nstring(l, &e->value, &e->nil);
}

/* "0" / "1" / "infinity" */
static bool
depth(struct imap_lex *l, struct imap_command *c)
{
	struct span value;

	if (!imap_lex_atom(l, &value))
		return false;
	if (span_eq(value, SPAN("1")))
		c->depth = DEPTH_1;
	else if (span_eq_nocase(value, SPAN("infinity")))
		c->depth = DEPTH_INFINITY;
	else
		return span_eq(value, SPAN("0"));
	return true;
}

/* "(" "MAXSIZE" SP number / "DEPTH" SP depth ... ")" */
static bool
options(struct imap_lex *l, struct imap_command *c)
{
	do {
		struct span name;

		if (!imap_lex_atom(l, &name) || !imap_lex_is(l, ' '))
			return false;
		if (span_eq_nocase(name, SPAN("MAXSIZE"))) {
			if (!imap_lex_number(l, &c->maxsize))
				return false;
			c->has_maxsize = true;
		} else if (!span_eq_nocase(name, SPAN("DEPTH")) || !depth(l, c)) {
			return false;
		}
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')') && imap_lex_is(l, ' ');
}

/* The options stand before the mailbox in the grammar of RFC 5464 and behind
 * it in its examples; both are taken. */
static bool
options_ahead(struct imap_lex *l)
{
	struct imap_lex ahead = *l;

	return imap_lex_is(&ahead, '(') && imap_lex_peek(&ahead) != '/' &&
	    imap_lex_peek(&ahead) != '"' && imap_lex_peek(&ahead) != '{';
}

/* META_MALFORMED: [options SP] mailbox SP [options SP] (entry / "(" entry *(SP entry) ")") */
bool
imap_parse_metadata(struct imap_lex *l, struct imap_command *c)
{
	bool get = c->verb == VERB_GETMETADATA;

	if (get && imap_lex_is(l, '(') && !options(l, c))
		return false;
	if (!imap_lex_astring(l, &c->a) || !imap_lex_is(l, ' '))
		return false;
	if (get && options_ahead(l) && !(imap_lex_is(l, '(') && options(l, c)))
		return false;
	if (!imap_lex_is(l, '('))
		return get && entry(l, c);
	do {
		if (!entry(l, c))
			return false;
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')');
}
