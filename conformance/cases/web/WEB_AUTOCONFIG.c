/* WEB_AUTOCONFIG: the configuration file names every way in (core: src/configure.rs).  Port
 * numbers may be the standard ones or those the judge uses; what the relay does not offer need
 * not be there.  Host names must be plain: brackets are no host name (core cannot connect). */
#include "conformance/case.h"

static void
look_for(struct run *r, struct httpc *c, const char *type, enum port p)
{
	struct webc_server s = { .there = true };
	bool found = false;

	for (unsigned i = 0; s.there && !found; i++) {
		s = webc_server(c, type, i);
		found = webc_server_is(r, &s, p);
	}
	expect_true(r, found, "a server for each port", "no %s server for port %d", type, (int)p);
	expect_true(r, s.host.n > 0 && span_find(s.host, 0, '[') == s.host.n, "a plain host name",
	    "\"%.*s\"", (int)s.host.n, (const char *)s.host.p);
	expect_true(r, span_eq_nocase(s.user, SPAN("%EMAILADDRESS%")), "%EMAILADDRESS%", "\"%.*s\"",
	    (int)s.user.n, (const char *)s.user.p);
	expect_true(r, span_eq(s.auth, SPAN("password-cleartext")), "password-cleartext",
	    "\"%.*s\"", (int)s.auth.n, (const char *)s.auth.p);
}

static void
play(struct run *r)
{
	struct httpc *c =
	    expect_page(r, "GET", "/.well-known/autoconfig/mail/config-v1.1.xml", "200");
	const char *fault = run_ok(r) ? webc_autoconfig_fault(c) : NULL;

	expect_true(r, fault == NULL, "a configuration file", "%s", fault != NULL ? fault : "");
	look_for(r, c, "imap", PORT_IMAPS);
	look_for(r, c, "imap", PORT_HTTPS);
	look_for(r, c, "smtp", PORT_SUBMISSIONS);
	look_for(r, c, "smtp", PORT_HTTPS);
	if (run_offers(r, PORT_IMAP))
		look_for(r, c, "imap", PORT_IMAP);
	if (run_offers(r, PORT_SUBMISSION))
		look_for(r, c, "smtp", PORT_SUBMISSION);
}

const struct test_case WEB_AUTOCONFIG = {
	.text = "the configuration file names all ports",
	.needs = NEED_HTTPS,
	.play = play,
};
