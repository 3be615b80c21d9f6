/* From the text of a command to struct imap_command: tag, verb, and the
 * arguments of the simple commands.
 * Sources: RFC 3501 sections 6 and 9; RFC 4959 (initial response), RFC 2087, 2177,
 * 2342, 2971, 3691, 4315, 4978, 5161, 5464, 6851. */
#include "reference/core/imap_command.h"

/* What stands behind the verb. */
enum shape {
	ARGS_NONE,
	ARGS_ONE,     /* SP astring */
	ARGS_TWO,     /* SP astring SP astring */
	ARGS_LIST,    /* SP mailbox SP list-mailbox */
	ARGS_ATOMS,   /* 1*(SP atom); the first one is kept */
	ARGS_ID,      /* SP ("NIL" / "(" ... ")") */
	ARGS_AUTH,    /* SP atom [SP base64] */
	ARGS_SET_BOX, /* SP sequence-set SP mailbox */
	ARGS_EXPUNGE, /* nothing, or SP sequence-set after UID */
	ARGS_STATUS,
	ARGS_METADATA,
	ARGS_FETCH,
	ARGS_STORE,
	ARGS_SEARCH,
	ARGS_ANY /* SP anything: the command is refused, whatever it says */
};

static const struct {
	const char *name;
	enum imap_verb verb;
	enum shape shape;
	bool uid; /* may follow UID */
} verbs[] = {
	// clang-format off
	{ "CAPABILITY",   VERB_CAPABILITY,   ARGS_NONE,     false },
	{ "NOOP",         VERB_NOOP,         ARGS_NONE,     false },
	{ "LOGOUT",       VERB_LOGOUT,       ARGS_NONE,     false },
	{ "ID",           VERB_ID,           ARGS_ID,       false },
	{ "STARTTLS",     VERB_STARTTLS,     ARGS_NONE,     false },
	{ "AUTHENTICATE", VERB_AUTHENTICATE, ARGS_AUTH,     false },
	{ "LOGIN",        VERB_LOGIN,        ARGS_TWO,      false },
	{ "SELECT",       VERB_SELECT,       ARGS_ONE,      false },
	{ "EXAMINE",      VERB_EXAMINE,      ARGS_ONE,      false },
	{ "CREATE",       VERB_CREATE,       ARGS_ONE,      false },
	{ "DELETE",       VERB_DELETE,       ARGS_ONE,      false },
	{ "RENAME",       VERB_RENAME,       ARGS_TWO,      false },
	{ "SUBSCRIBE",    VERB_SUBSCRIBE,    ARGS_ONE,      false },
	{ "UNSUBSCRIBE",  VERB_UNSUBSCRIBE,  ARGS_ONE,      false },
	{ "LIST",         VERB_LIST,         ARGS_LIST,     false },
	{ "LSUB",         VERB_LSUB,         ARGS_LIST,     false },
	{ "STATUS",       VERB_STATUS,       ARGS_STATUS,   false },
	{ "APPEND",       VERB_APPEND,       ARGS_ANY,      false },
	{ "NAMESPACE",    VERB_NAMESPACE,    ARGS_NONE,     false },
	{ "ENABLE",       VERB_ENABLE,       ARGS_ATOMS,    false },
	{ "COMPRESS",     VERB_COMPRESS,     ARGS_ATOMS,    false },
	{ "IDLE",         VERB_IDLE,         ARGS_NONE,     false },
	{ "GETQUOTAROOT", VERB_GETQUOTAROOT, ARGS_ONE,      false },
	{ "GETQUOTA",     VERB_GETQUOTA,     ARGS_ONE,      false },
	{ "SETQUOTA",     VERB_SETQUOTA,     ARGS_ANY,      false },
	{ "GETMETADATA",  VERB_GETMETADATA,  ARGS_METADATA, false },
	{ "SETMETADATA",  VERB_SETMETADATA,  ARGS_METADATA, false },
	{ "CHECK",        VERB_CHECK,        ARGS_NONE,     false },
	{ "CLOSE",        VERB_CLOSE,        ARGS_NONE,     false },
	{ "UNSELECT",     VERB_UNSELECT,     ARGS_NONE,     false },
	{ "EXPUNGE",      VERB_EXPUNGE,      ARGS_EXPUNGE,  true },
	{ "SEARCH",       VERB_SEARCH,       ARGS_SEARCH,   true },
	{ "FETCH",        VERB_FETCH,        ARGS_FETCH,    true },
	{ "STORE",        VERB_STORE,        ARGS_STORE,    true },
	{ "COPY",         VERB_COPY,         ARGS_SET_BOX,  true },
	{ "MOVE",         VERB_MOVE,         ARGS_SET_BOX,  true },
	// clang-format on
};

enum { N_VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static size_t
find_verb(struct span name)
{
	size_t i = 0;

	while (i < N_VERBS && !span_eq_nocase(name, span_str(verbs[i].name)))
		i++;
	return i;
}

bool
imap_parse_set(struct imap_lex *l, struct imap_command *c, struct imap_set *set)
{
	if (!imap_set_parse(l, c->ranges + c->n_ranges, IMAP_RANGES - c->n_ranges, set))
		return false;
	c->n_ranges += set->n;
	return true;
}

/* IMAP_ID_LIST: "NIL" / "(" [string SP nstring *(SP string SP nstring)] ")" */
static bool
id_arguments(struct imap_lex *l)
{
	struct span s;
	bool nil;

	if (!imap_lex_is(l, '('))
		return imap_lex_nstring(l, &s, &nil) && nil;
	if (imap_lex_is(l, ')'))
		return true;
	do {
		if (!imap_lex_string(l, &s) || !imap_lex_is(l, ' ') ||
		    !imap_lex_nstring(l, &s, &nil))
			return false;
	} while (imap_lex_is(l, ' '));
	return imap_lex_is(l, ')');
}

static bool
auth_arguments(struct imap_lex *l, struct imap_command *c)
{
	if (!imap_lex_atom(l, &c->a))
		return false;
	c->has_b = imap_lex_is(l, ' ');
	if (c->has_b) {
		c->b = SPAN_OF(l->p + l->at, l->n - l->at);
		l->at = l->n;
	}
	return true;
}

static bool
atoms(struct imap_lex *l, struct imap_command *c)
{
	if (!imap_lex_atom(l, &c->a))
		return false;
	while (imap_lex_is(l, ' ')) {
		c->has_b = true;
		if (!imap_lex_atom(l, &c->b))
			return false;
	}
	return true;
}

static bool
any_arguments(struct imap_lex *l)
{
	l->at = l->n;
	return true;
}

static bool
two(struct imap_lex *l, struct imap_command *c, bool (*second)(struct imap_lex *, struct span *))
{
	return imap_lex_astring(l, &c->a) && imap_lex_is(l, ' ') && second(l, &c->b);
}

/* The cursor stands behind the verb. */
static bool
arguments(struct imap_lex *l, struct imap_command *c, enum shape shape)
{
	if (shape == ARGS_NONE || (shape == ARGS_EXPUNGE && !c->uid))
		return true;
	if (!imap_lex_is(l, ' '))
		return false;
	switch (shape) {
	case ARGS_ONE: return imap_lex_astring(l, &c->a);
	case ARGS_TWO: return two(l, c, imap_lex_astring);
	case ARGS_LIST: return two(l, c, imap_lex_pattern);
	case ARGS_ATOMS: return atoms(l, c);
	case ARGS_ID: return id_arguments(l);
	case ARGS_AUTH: return auth_arguments(l, c);
	case ARGS_SET_BOX:
		return imap_parse_set(l, c, &c->set) && imap_lex_is(l, ' ') &&
		    imap_lex_astring(l, &c->a);
	case ARGS_EXPUNGE: return imap_parse_set(l, c, &c->set);
	case ARGS_STATUS: return imap_parse_status(l, c);
	case ARGS_METADATA: return imap_parse_metadata(l, c);
	case ARGS_FETCH: return imap_parse_fetch(l, c);
	case ARGS_STORE: return imap_parse_store(l, c);
	case ARGS_SEARCH: return imap_parse_search(l, c);
	case ARGS_ANY: return any_arguments(l);
	case ARGS_NONE: break;
	}
	return false;
}

/* tag SP ["UID" SP] verb; i is where in verbs[]. */
static enum imap_parse
head(struct imap_lex *l, struct span *tag, bool *uid, size_t *i)
{
	struct span name;

	*i = N_VERBS;
	*uid = false;
	if (!imap_lex_tag(l, tag) || tag->n > IMAP_TAG_MAX)
		return IMAP_NO_TAG;
	if (!imap_lex_is(l, ' '))
		return imap_lex_end(l) ? IMAP_NO_COMMAND : IMAP_NO_TAG;
	if (!imap_lex_atom(l, &name))
		return IMAP_NO_COMMAND;
	if (span_eq_nocase(name, SPAN("UID"))) {
		*uid = true;
		if (!imap_lex_is(l, ' ') || !imap_lex_atom(l, &name))
			return IMAP_NO_COMMAND;
	}
	*i = find_verb(name);
	/* IMAP_UNKNOWN: a verb that is not in the table is BAD, and nothing more happens. */
	if (*i == N_VERBS || (*uid && !verbs[*i].uid))
		return IMAP_NO_COMMAND;
	return IMAP_PARSED;
}

static void
clear(struct imap_command *c)
{
	struct span empty = SPAN("");

	c->tag = c->a = c->b = empty;
	c->verb = VERB_NONE;
	c->uid = c->has_b = c->silent = c->has_maxsize = false;
	c->depth = DEPTH_0;
	c->set.r = c->ranges;
	c->set.n = c->n_ranges = c->n_items = c->n_keys = c->n_entries = 0;
	c->op = STORE_SET;
	c->flags = c->status = c->results = 0;
}

enum imap_parse
imap_parse(uint8_t *text, size_t n, struct imap_command *c)
{
	struct imap_lex l = { text, n >= 2 ? n - 2 : 0, 0 };
	enum imap_parse result;
	size_t i;

	clear(c);
	result = head(&l, &c->tag, &c->uid, &i);
	if (result != IMAP_PARSED)
		return result;
	c->verb = verbs[i].verb;
	/* IMAP_SYNTAX: arguments that do not parse to the last octet are BAD. */
	if (!arguments(&l, c, verbs[i].shape) || !imap_lex_end(&l))
		return IMAP_BAD_ARGUMENTS;
	return IMAP_PARSED;
}

enum imap_parse
imap_parse_head(uint8_t *text, size_t n, struct span *tag, enum imap_verb *verb)
{
	struct imap_lex l = { text, n, 0 };
	enum imap_parse result;
	bool uid;
	size_t i;

	*verb = VERB_NONE;
	result = head(&l, tag, &uid, &i);
	if (result == IMAP_PARSED)
		*verb = verbs[i].verb;
	return result;
}
