/* WEB_PRIVACY: people can read what the relay keeps: the home page links to a page of the relay
 * whose address holds "privacy", and it is there. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = need_page(r, "/");
	struct span link = webc_find(httpc_body(c), "a", "href", "privacy");
	const char *target = link.n > 0 ? webc_target(r, link) : NULL;

	expect_true(r, target != NULL, "a link to the privacy policy", "\"%.*s\"", (int)link.n,
	    (const char *)link.p);
	if (target == NULL)
		return;
	expect_true(r, httpc_is(expect_page(r, "GET", target, "200"), "text/html"), "an HTML page",
	    "another type");
}

const struct test_case WEB_PRIVACY = {
	.text = "the privacy policy is linked and there",
	.needs = NEED_HTTPS,
	.play = play,
};
