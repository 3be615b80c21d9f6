/* WEB_NO_COOKIE: no page sets a cookie (promise Zero State), the answer with credentials
 * neither, nor an error page. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const pages[][2] = { { "GET", "/" }, { "POST", "/new" },
		{ "GET", "/.well-known/autoconfig/mail/config-v1.1.xml" },
		{ "GET", "/no-such-page" } };

	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct httpc *c = httpc_connect(r, PORT_HTTPS);
		httpc_request(c, pages[i][0], pages[i][1]);
		need_status(c, "2xx 3xx 4xx");
		expect_true(r, httpc_fields(c, "Set-Cookie") == 0, "no Set-Cookie", "one from %s",
		    pages[i][1]);
	}
}

const struct test_case WEB_NO_COOKIE = {
	.text = "no page sets a cookie",
	.needs = NEED_HTTPS,
	.play = play,
};
