/* WEB_HEAD: HEAD is GET without the body (RFC 9110, 9.3.2).  The GET behind it on the same
 * connection shows that no octet of a body came: it would be taken for its response. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, "HEAD", "/");
	expect_status(c, "200");
	expect_true(r, httpc_is(c, "text/html"), "the type of GET", "another");
	struct span length = httpc_field(c, "Content-Length");
	if (httpc_says_close(c)) {
		expect_no_more(c);
		return;
	}
	httpc_request(c, "GET", "/");
	expect_status(c, "200");
	expect_true(r,
	    length.n == 0 || span_eq(length, httpc_field(c, "Content-Length")) ||
		httpc_fields(c, "Content-Length") == 0,
	    "the length of GET", "%.*s", (int)length.n, (const char *)length.p);
}

const struct test_case WEB_HEAD = {
	.text = "HEAD has no body",
	.needs = NEED_HTTPS,
	.play = play,
};
