/* Start tags and attributes of an HTML page, as browsers would see them; no
 * tree, no entities.  WHATWG HTML, 13.2.5 (tokenization), simplified. */
#include "conformance/case.h"

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(uint8_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t
skip_space(struct span s, size_t at)
{
	while (at < s.n && is_space(s.p[at]))
		at++;
	return at;
}

/* Up to a space, '/', '>' or, in a name, '='. */
static size_t
word_end(struct span s, size_t at, bool name)
{
	while (at < s.n && !is_space(s.p[at]) && s.p[at] != '>' &&
	    !(name && (s.p[at] == '=' || s.p[at] == '/')))
		at++;
	return at;
}

static size_t
take_value(struct span s, size_t at, struct span *value)
{
	size_t end;

	*value = (struct span){ NULL, 0 };
	at = skip_space(s, at);
	if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
		end = span_find(s, at + 1, s.p[at]);
		*value = span_sub(s, at + 1, end - at - 1);
		return end < s.n ? end + 1 : s.n;
	}
	end = word_end(s, at, false);
	*value = span_sub(s, at, end - at);
	return end;
}

/* The rest of a start tag; where it ends. */
static size_t
take_attributes(struct span s, size_t at, struct span element, webc_attribute *each, void *context)
{
	struct span value = { NULL, 0 };

	for (;;) {
		at = skip_space(s, at);
		if (at >= s.n || s.p[at] == '>')
			return at < s.n ? at + 1 : s.n;
		size_t end = word_end(s, at, true);
		if (end == at) {
			at++;
			continue;
		}
		struct span name = span_sub(s, at, end - at);
		at = skip_space(s, end);
		value = (struct span){ NULL, 0 };
		if (at < s.n && s.p[at] == '=')
			at = take_value(s, at + 1, &value);
		each(context, element, name, value);
	}
}

/* Behind the text of an element whose text is no markup. */
static size_t
skip_raw(struct span s, size_t at, struct span element)
{
	for (; at < s.n; at++)
		if (s.p[at] == '<' && span_starts(span_sub(s, at, 2), SPAN("</")) &&
		    span_starts_nocase(span_sub(s, at + 2, s.n), element))
			return at;
	return s.n;
}

void
webc_attributes(struct span html, webc_attribute *each, void *context)
{
	struct span none = { NULL, 0 };
	size_t at = 0;

	while ((at = span_find(html, at, '<')) < html.n) {
		struct span rest = span_sub(html, at, html.n);
		if (span_starts(rest, SPAN("<!--"))) {
			at += span_search(rest, SPAN("-->"));
			continue;
		}
		at++;
		if (at >= html.n || !is_letter(html.p[at]))
			continue;
		size_t end = word_end(html, at, true);
		struct span element = span_sub(html, at, end - at);
		each(context, element, none, none);
		at = take_attributes(html, end, element, each, context);
		if (span_eq_nocase(element, SPAN("script")) ||
		    span_eq_nocase(element, SPAN("style")))
			at = skip_raw(html, at, element);
	}
}

struct search {
	struct span element, attribute, text, found;
};

static void
look(void *context, struct span element, struct span name, struct span value)
{
	struct search *s = context;

	if (s->found.p == NULL && span_eq_nocase(element, s->element) &&
	    span_eq_nocase(name, s->attribute) &&
	    (s->text.n == 0 || span_search_nocase(value, s->text) < value.n))
		s->found = value;
}

struct span
webc_find(struct span html, const char *element, const char *attribute, const char *text)
{
	struct search s = { span_str(element), span_str(attribute), span_str(text), { NULL, 0 } };

	webc_attributes(html, look, &s);
	return s.found;
}
