/* The IMAP lexer: character classes and strings.  It knows no command.
 * Source: RFC 3501 section 9 (formal syntax), RFC 7888 for {n+}. */
#include "reference/core/imap_lex.h"

bool
imap_lex_end(const struct imap_lex *l)
{
	return l->at >= l->n;
}

uint8_t
imap_lex_peek(const struct imap_lex *l)
{
	return l->at < l->n ? l->p[l->at] : 0;
}

bool
imap_lex_is(struct imap_lex *l, uint8_t c)
{
	if (l->at >= l->n || l->p[l->at] != c)
		return false;
	l->at++;
	return true;
}

/* ATOM-CHAR: a CHAR that is no atom-special. */
static bool
atom_char(uint8_t c)
{
	return c > ' ' && c < 0x7f && c != '(' && c != ')' && c != '{' && c != '%' && c != '*' &&
	    c != '"' && c != '\\' && c != ']';
}

static bool
astring_char(uint8_t c)
{
	return atom_char(c) || c == ']';
}

static bool
tag_char(uint8_t c)
{
	return astring_char(c) && c != '+';
}

static bool
list_char(uint8_t c)
{
	return astring_char(c) || c == '%' || c == '*';
}

static bool
run(struct imap_lex *l, bool (*class)(uint8_t), struct span *s)
{
	size_t from = l->at;

	while (l->at < l->n && class(l->p[l->at]))
		l->at++;
	*s = SPAN_OF(l->p + from, l->at - from);
	return l->at > from;
}

bool
imap_lex_tag(struct imap_lex *l, struct span *tag)
{
	return run(l, tag_char, tag);
}

bool
imap_lex_atom(struct imap_lex *l, struct span *atom)
{
	return run(l, atom_char, atom);
}

bool
imap_lex_number(struct imap_lex *l, uint32_t *v)
{
	uint64_t sum = 0;
	size_t from = l->at;

	while (l->at < l->n && l->p[l->at] >= '0' && l->p[l->at] <= '9') {
		sum = sum * 10 + (uint64_t)(l->p[l->at] - '0');
		if (sum > UINT32_MAX)
			return false;
		l->at++;
	}
	*v = (uint32_t)sum;
	return l->at > from;
}

/* IMAP_QUOTED: only \" and \\ are escapes; CR, LF and NUL cannot be quoted. */
static bool
quoted(struct imap_lex *l, struct span *s)
{
	size_t from = l->at + 1, to = from;

	for (size_t i = from; i < l->n; i++) {
		uint8_t c = l->p[i];

		if (c == '"') {
			*s = SPAN_OF(l->p + from, to - from);
			l->at = i + 1;
			return true;
		}
		if (c == '\\') {
			i++;
			if (i >= l->n || (l->p[i] != '"' && l->p[i] != '\\'))
				return false;
			c = l->p[i];
		} else if (c == '\r' || c == '\n' || c == 0) {
			return false;
		}
		l->p[to++] = c;
	}
	return false;
}

/* "{" number ["+"] "}" CRLF *CHAR8; the assembler has seen to it that the
 * octets are there. */
static bool
literal(struct imap_lex *l, struct span *s)
{
	uint32_t size;

	if (!imap_lex_is(l, '{') || !imap_lex_number(l, &size))
		return false;
	if (imap_lex_peek(l) == '+')
		l->at++;
	if (!imap_lex_is(l, '}') || !imap_lex_is(l, '\r') || !imap_lex_is(l, '\n'))
		return false;
	if (size > l->n - l->at)
		return false;
	*s = SPAN_OF(l->p + l->at, size);
	l->at += size;
	return span_find(*s, 0, 0) == s->n;
}

bool
imap_lex_string(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"')
		return quoted(l, s);
	return literal(l, s);
}

bool
imap_lex_astring(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	return run(l, astring_char, s);
}

bool
imap_lex_pattern(struct imap_lex *l, struct span *s)
{
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	return run(l, list_char, s);
}

bool
imap_lex_nstring(struct imap_lex *l, struct span *s, bool *nil)
{
	*nil = false;
	if (imap_lex_peek(l) == '"' || imap_lex_peek(l) == '{')
		return imap_lex_string(l, s);
	*nil = true;
	return imap_lex_atom(l, s) && span_eq_nocase(*s, SPAN("NIL"));
}

bool
imap_lex_flag(struct imap_lex *l, struct span *s)
{
	size_t from = l->at;
	struct span atom;

	if (imap_lex_peek(l) == '\\')
		l->at++;
	if (!imap_lex_atom(l, &atom))
		return false;
	*s = SPAN_OF(l->p + from, l->at - from);
	return true;
}
