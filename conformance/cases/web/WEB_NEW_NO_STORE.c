/* WEB_NEW_NO_STORE: credentials are not for caches (RFC 9111, 5.2.2.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, "POST", "/new");
	need_status(c, "200");
	expect_true(r, httpc_field_has(c, "Cache-Control", "no-store"), "Cache-Control: no-store",
	    "\"%.*s\"", (int)httpc_field(c, "Cache-Control").n,
	    (const char *)httpc_field(c, "Cache-Control").p);
}

const struct test_case WEB_NEW_NO_STORE = {
	.text = "the answer of /new is not stored",
	.needs = NEED_HTTPS,
	.play = play,
};
