/* WEB_SECURITY_HEADERS: what a page does not need is forbidden (decision Q-50): scripts from
 * anywhere, guessing of types, referrers for strangers, frames of strangers. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = need_page(r, "/");
	struct span csp = httpc_field(c, "Content-Security-Policy");
	bool framed = !(httpc_field_has(c, "Content-Security-Policy", "frame-ancestors 'none'") ||
	    httpc_field_has(c, "Content-Security-Policy", "frame-ancestors 'self'") ||
	    httpc_field_has(c, "X-Frame-Options", "DENY") ||
	    httpc_field_has(c, "X-Frame-Options", "SAMEORIGIN"));
	size_t script = span_search_nocase(csp, SPAN("script-src"));
	struct span rule = span_sub(csp, script, span_find(csp, script, ';') - script);

	expect_true(r,
	    httpc_field_has(c, "Content-Security-Policy", "default-src 'none'") ||
		httpc_field_has(c, "Content-Security-Policy", "default-src 'self'"),
	    "Content-Security-Policy: default-src 'none' or 'self'", "\"%.*s\"", (int)csp.n,
	    (const char *)csp.p);
	expect_true(r, span_search_nocase(rule, SPAN("'unsafe-")) == rule.n, "no unsafe scripts",
	    "%.*s", (int)rule.n, (const char *)rule.p);
	expect_true(r, httpc_field_has(c, "X-Content-Type-Options", "nosniff"),
	    "X-Content-Type-Options: nosniff", "none");
	expect_true(r,
	    httpc_field_has(c, "Referrer-Policy", "no-referrer") ||
		httpc_field_has(c, "Referrer-Policy", "same-origin"),
	    "Referrer-Policy: no-referrer or same-origin", "another, or none");
	expect_true(
	    r, !framed, "no frames of strangers", "neither frame-ancestors nor X-Frame-Options");
}

const struct test_case WEB_SECURITY_HEADERS = {
	.text = "the home page forbids what it does not need",
	.needs = NEED_HTTPS,
	.play = play,
};
