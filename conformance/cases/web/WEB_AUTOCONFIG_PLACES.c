/* WEB_AUTOCONFIG_PLACES: clients ask with their address behind the path, and at an older path
 * first; the first must give the file, the second the same one or nothing.  Another page with 200
 * would end the search with an error. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *plain = need_page(r, "/.well-known/autoconfig/mail/config-v1.1.xml");
	const char *asked = run_text(r,
	    "/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=user%%40%s", run_domain(r));
	struct httpc *query = expect_page(r, "GET", asked, "200");
	struct httpc *other =
	    expect_page(r, "GET", "/mail/config-v1.1.xml?emailaddress=user", "200 404 410");

	expect_true(r, span_eq(httpc_body(query), httpc_body(plain)), "the same file with a query",
	    "another");
	expect_true(r, httpc_status(other) != 200 || span_eq(httpc_body(other), httpc_body(plain)),
	    "the same file or 404 at /mail/config-v1.1.xml", "another page with 200");
}

const struct test_case WEB_AUTOCONFIG_PLACES = {
	.text = "autoconfig is one file in all places",
	.needs = NEED_HTTPS,
	.play = play,
};
