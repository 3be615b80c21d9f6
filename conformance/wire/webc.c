/* What the relay's pages mean: credentials of /new, invitation links, where a
 * link of the home page leads. */
#include "conformance/wire/httpc.h"

#include <jansson.h>
#include <string.h>

struct webc_account
webc_account_of(struct httpc *c)
{
	struct webc_account a = { "", "" };
	struct span s = httpc_body(c);
	json_t *o = json_loadb((const char *)s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
	const char *email = json_string_value(json_object_get(o, "email"));
	const char *password = json_string_value(json_object_get(o, "password"));

	if (email != NULL)
		a.address = run_text(c->run, "%s", email);
	if (password != NULL)
		a.password = run_text(c->run, "%s", password);
	json_decref(o);
	return a;
}

struct webc_account
need_new_account(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, "POST", "/new");
	need_status(c, "200");
	struct webc_account a = webc_account_of(c);
	need_true(r, a.address[0] != '\0' && a.password[0] != '\0', "email and password in JSON");
	return a;
}

bool
webc_is_invite(struct run *r, struct span link)
{
	link = span_trim(link);
	return span_eq_nocase(link, run_span(r, "dcaccount:https://%s/new", webc_name(r))) ||
	    span_eq_nocase(link, run_span(r, "dcaccount:%s", webc_name(r)));
}

const char *
webc_target(struct run *r, struct span link)
{
	struct span own = run_span(r, "//%s", webc_name(r));
	struct span s = span_trim(link);

	s = span_sub(s, 0, span_find(s, 0, '#'));
	if (span_starts_nocase(s, SPAN("https://")))
		s = span_sub(s, 6, s.n);
	if (span_starts(s, SPAN("//"))) {
		if (!span_starts_nocase(s, own) || (s.n > own.n && s.p[own.n] != '/'))
			return NULL;
		if (s.n == own.n)
			return "/";
		s = span_sub(s, own.n, s.n);
	}
	/* What is left of another scheme. */
	size_t colon = span_find(s, 0, ':');
	if (s.n == 0 || colon < span_find(s, 0, '/'))
		return NULL;
	if (span_starts(s, SPAN("./")))
		s = span_sub(s, 2, s.n);
	return run_text(
	    r, "%s%.*s", s.n > 0 && s.p[0] == '/' ? "" : "/", (int)s.n, (const char *)s.p);
}
