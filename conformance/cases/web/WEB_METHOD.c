/* WEB_METHOD: a method that a page does not take gives 405 with Allow (RFC 9110, 15.5.6: MUST), or
 * 501 when the relay knows no such method at all (15.6.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = expect_page(r, "DELETE", "/", "405 501");

	expect_true(r, httpc_status(c) != 405 || httpc_fields(c, "Allow") > 0, "405 with Allow",
	    "no Allow");
}

static void
twin(struct run *r)
{
	expect_page(r, "GET", "/", "200");
}

const struct test_case WEB_METHOD = {
	.text = "wrong methods give 405 and Allow",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
