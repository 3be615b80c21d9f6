/* The autoconfig file: as much of XML 1.0 as it is made of (elements, attributes,
 * text, comments, a declaration; no DOCTYPE, no CDATA), and its servers.
 * wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat. */
#include "conformance/engine/run.h"
#include "conformance/wire/httpc.h"

enum { DEPTH = 12 };

enum piece { PIECE_END, PIECE_OPEN, PIECE_EMPTY, PIECE_CLOSE, PIECE_TEXT, PIECE_WRONG };

struct reader {
	struct span s; /* what is left */
	struct span stack[DEPTH];
	size_t depth, roots;
	struct span name, attributes, text; /* of the last piece */
};

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Drops what begins with `head`, up to and with `tail`. */
static bool
drop(struct reader *x, struct span head, struct span tail)
{
	size_t end = span_search(x->s, tail);

	if (!span_starts(x->s, head) || end == x->s.n)
		return false;
	x->s = span_sub(x->s, end + tail.n, x->s.n);
	return true;
}

static enum piece
take_tag(struct reader *x)
{
	size_t end = span_find(x->s, 0, '>'), n = 1;
	struct span tag = span_sub(x->s, 1, end - 1);
	bool closes = span_starts(tag, SPAN("/")), empty = span_ends(tag, SPAN("/"));

	if (end == x->s.n || tag.n == 0 || (closes && empty))
		return PIECE_WRONG;
	x->s = span_sub(x->s, end + 1, x->s.n);
	tag = span_sub(tag, closes ? 1 : 0, tag.n - (closes || empty ? 1 : 0));
	while (n < tag.n && !is_space(tag.p[n]))
		n++;
	x->name = span_sub(tag, 0, n);
	x->attributes = span_trim(span_sub(tag, n, tag.n));
	if (tag.n == 0 || is_space(tag.p[0]) || span_find(tag, 0, '<') < tag.n)
		return PIECE_WRONG;
	if (closes)
		return x->depth > 0 && x->attributes.n == 0 &&
			span_eq(x->stack[--x->depth], x->name)
		    ? PIECE_CLOSE
		    : PIECE_WRONG;
	if (x->depth == DEPTH || (x->depth == 0 && x->roots++ > 0))
		return PIECE_WRONG;
	if (!empty)
		x->stack[x->depth++] = x->name;
	return empty ? PIECE_EMPTY : PIECE_OPEN;
}

static enum piece
next(struct reader *x)
{
	while (drop(x, SPAN("<!--"), SPAN("-->")) || drop(x, SPAN("<?"), SPAN("?>")))
		continue;
	if (x->s.n == 0)
		return x->depth == 0 && x->roots == 1 ? PIECE_END : PIECE_WRONG;
	if (x->s.p[0] == '<')
		return take_tag(x);
	size_t end = span_find(x->s, 0, '<');
	x->text = span_trim(span_sub(x->s, 0, end));
	x->s = span_sub(x->s, end, x->s.n);
	return x->text.n > 0 && x->depth == 0 ? PIECE_WRONG : PIECE_TEXT;
}

/* name="value" among the attributes, with either quote. */
static bool
attribute_is(const struct reader *x, struct run *r, const char *name, const char *value)
{
	struct span all = x->attributes;

	return span_search(all, run_span(r, "%s=\"%s\"", name, value)) < all.n ||
	    span_search(all, run_span(r, "%s='%s'", name, value)) < all.n;
}

const char *
webc_autoconfig_fault(const struct httpc *c)
{
	struct reader x = { .s = span_trim(httpc_body(c)) };
	enum piece p = PIECE_TEXT;
	bool root = false;

	if (span_starts(x.s, SPAN("\xef\xbb\xbf")))
		x.s = span_sub(x.s, 3, x.s.n);
	while (p != PIECE_END && p != PIECE_WRONG) {
		p = next(&x);
		if (p == PIECE_OPEN && x.depth == 1)
			root = span_eq(x.name, SPAN("clientConfig")) &&
			    attribute_is(&x, c->run, "version", "1.1");
	}
	if (p == PIECE_WRONG)
		return "it is no well-formed XML";
	return root ? NULL : "its root is not <clientConfig version=\"1.1\">";
}

static struct span *
member(struct webc_server *s, struct span name)
{
	const struct {
		const char *name;
		struct span *where;
	} all[] = { { "hostname", &s->host }, { "port", &s->port }, { "socketType", &s->socket },
		{ "username", &s->user }, { "authentication", &s->auth } };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (span_eq(name, span_str(all[i].name)))
			return all[i].where;
	return NULL;
}

struct webc_server
webc_server(const struct httpc *c, const char *type, unsigned n)
{
	struct reader x = { .s = span_trim(httpc_body(c)) };
	struct webc_server s = { .there = false };
	struct span element =
	    span_eq(span_str(type), SPAN("imap")) ? SPAN("incomingServer") : SPAN("outgoingServer");
	enum piece p = PIECE_TEXT;

	while (p != PIECE_END && p != PIECE_WRONG) {
		p = next(&x);
		if (p == PIECE_OPEN && span_eq(x.name, element) &&
		    attribute_is(&x, c->run, "type", type))
			s.there = n-- == 0;
		if (p == PIECE_CLOSE && span_eq(x.name, element) && s.there)
			return s;
		if (p != PIECE_TEXT || !s.there || x.depth == 0 || x.text.n == 0)
			continue;
		struct span *where = member(&s, x.stack[x.depth - 1]);
		if (where != NULL && where->n == 0)
			*where = x.text;
	}
	return (struct webc_server){ .there = false };
}

bool
webc_server_is(struct run *r, const struct webc_server *s, enum port p)
{
	bool starttls = p == PORT_IMAP || p == PORT_SUBMISSION;

	return s->there && span_eq_nocase(s->socket, starttls ? SPAN("STARTTLS") : SPAN("SSL")) &&
	    (span_eq(s->port, run_span(r, "%u", (unsigned)port_standard[p])) ||
		span_eq(s->port, run_span(r, "%u", (unsigned)r->plan->target->port[p])));
}
