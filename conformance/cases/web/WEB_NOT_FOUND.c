/* WEB_NOT_FOUND: what is not there gives 404 (RFC 9110, 15.5.5), not the home page and not a
 * redirect: clients try places and take 200 for a find. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_page(r, "GET", run_text(r, "/%s", run_token(r)), "404 410");
	expect_page(r, "GET", run_text(r, "/.well-known/%s", run_token(r)), "404 410");
}

static void
twin(struct run *r)
{
	expect_page(r, "GET", "/", "200");
}

const struct test_case WEB_NOT_FOUND = {
	.text = "unknown paths give 404",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
