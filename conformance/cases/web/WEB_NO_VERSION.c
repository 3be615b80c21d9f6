/* WEB_NO_VERSION: nothing tells which version of which server this is: neither Server (without
 * digits or absent) nor X-Powered-By nor an error page. */
#include "conformance/case.h"

static void
look_at(struct run *r, const char *target)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_request(c, "GET", target);
	need_status(c, "200 404 410");
	struct span server = httpc_field(c, "Server"), body = httpc_body(c);
	for (size_t i = 0; i < server.n; i++)
		expect_true(r, server.p[i] < '0' || server.p[i] > '9', "Server without a version",
		    "%.*s", (int)server.n, (const char *)server.p);
	expect_true(r, httpc_fields(c, "X-Powered-By") == 0, "no X-Powered-By", "one");
	struct span name = run_span(r, "%.*s/", (int)server.n, (const char *)server.p);
	size_t at = server.n > 0 ? span_search_nocase(body, name) + name.n : body.n;
	expect_true(r, at >= body.n || body.p[at] < '0' || body.p[at] > '9',
	    "a page without the server's version", "%.*s%c", (int)name.n, (const char *)name.p,
	    at < body.n ? body.p[at] : ' ');
}

static void
play(struct run *r)
{
	look_at(r, "/");
	look_at(r, "/no-such-page");
}

const struct test_case WEB_NO_VERSION = {
	.text = "no version is told",
	.needs = NEED_HTTPS,
	.play = play,
};
