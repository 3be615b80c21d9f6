/* WEB_INDEX: there is a page for people, and it says whose it is (decision Q-52). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = expect_page(r, "GET", "/", "200");
	struct span body = httpc_body(c);

	expect_true(r, httpc_is(c, "text/html"), "text/html", "another type");
	expect_true(r, span_search_nocase(body, span_str(run_domain(r))) < body.n,
	    "a page that names the domain", "it does not");
}

const struct test_case WEB_INDEX = {
	.text = "the home page is there",
	.needs = NEED_HTTPS,
	.play = play,
};
