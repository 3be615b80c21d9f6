/* METADATA answers as a case reads them: the value behind an entry.  RFC 5464, 4.4. */
#include "conformance/wire/imapc.h"

#include <jansson.h>
#include <string.h>

struct imapc *
need_metadata(struct run *r, const struct account *a)
{
	struct imapc *c = imapc_login(r, a);

	need_offer(c, "METADATA");
	return c;
}

void
expect_set_entry(struct run *r, const char *entry, const char *want)
{
	struct imapc *c = need_metadata(r, account(r, 0));

	expect_imap(c, want, "SETMETADATA INBOX (%s \"relayspec-%s\")", entry, run_token(r));
	expect_imap(c, "OK", "NOOP");
}

/* A quoted string that begins at `at`, without its backslashes. */
static struct span
unquoted(struct run *r, struct span s, size_t at)
{
	char *p = run_take(r, s.n + 1);
	size_t n = 0;

	for (at++; at < s.n && s.p[at] != '"'; at++) {
		if (s.p[at] == '\\' && at + 1 < s.n)
			at++;
		p[n++] = (char)s.p[at];
	}
	return SPAN_OF(p, n);
}

static struct span
value_at(struct run *r, struct span s, size_t at)
{
	size_t end = at;

	if (at < s.n && s.p[at] == '"')
		return unquoted(r, s, at);
	if (at < s.n && (s.p[at] == '{' || s.p[at] == '~'))
		return imapc_literal(span_sub(s, at, s.n));
	while (end < s.n && s.p[end] != ' ' && s.p[end] != ')')
		end++;
	struct span atom = span_sub(s, at, end - at);
	return span_eq_nocase(atom, SPAN("NIL")) ? (struct span){ NULL, 0 } : atom;
}

struct span
imapc_entry(const struct imapc *c, const char *entry)
{
	const char *name = run_text(c->run, "%s ", entry);

	for (size_t i = 0; i < imapc_lines(c); i++) {
		struct span s = imapc_line(c, i);
		size_t at = span_search_nocase(s, span_str(name));
		if (!span_starts_nocase(s, SPAN("METADATA ")) || at == 0 || at >= s.n)
			continue;
		if (s.p[at - 1] == '(' || s.p[at - 1] == ' ')
			return value_at(c->run, s, at + strlen(name));
	}
	return (struct span){ NULL, 0 };
}

struct span
need_entry(struct imapc *c, const char *entry)
{
	need_imap(c, "OK", "GETMETADATA \"\" (%s)", entry);
	struct span v = imapc_entry(c, entry);

	if (run_ok(c->run) && v.n == 0)
		run_not_applicable(c->run, run_text(c->run, "%s is not set", entry));
	return v;
}

/* ---- the list of client versions -------------------------------------------------- */

static bool
is_text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL && *s != '\0';
}

static const char *
wrong_source(const json_t *source)
{
	json_int_t v = json_integer_value(json_object_get(source, "versionInteger"));

	if (!is_text(source, "sourceId") || !is_text(source, "versionString") ||
	    !is_text(source, "downloadUrl"))
		return "a source without sourceId, versionString or downloadUrl";
	return json_is_integer(json_object_get(source, "versionInteger")) && v >= 0 &&
		v <= UINT32_MAX
	    ? NULL
	    : "a versionInteger that is no 32-bit number";
}

static const char *
wrong_clients(const json_t *clients)
{
	const char *wrong = json_is_array(clients) ? NULL : "clients is no list";

	for (size_t i = 0; wrong == NULL && i < json_array_size(clients); i++) {
		const json_t *client = json_array_get(clients, i);
		const json_t *sources = json_object_get(client, "sources");
		if (!is_text(client, "clientId") || !json_is_array(sources))
			return "a client without clientId or sources";
		for (size_t k = 0; wrong == NULL && k < json_array_size(sources); k++)
			wrong = wrong_source(json_array_get(sources, k));
	}
	return wrong;
}

const char *
appversions_fault(struct span value)
{
	json_error_t error;

	if (span_find(value, 0, '\n') < value.n || span_find(value, 0, '\r') < value.n)
		return "more than one line";
	json_t *root = json_loadb((const char *)value.p, value.n, 0, &error);
	if (root == NULL)
		return "no JSON";
	const char *wrong = wrong_clients(json_object_get(root, "clients"));
	json_decref(root);
	return wrong;
}
