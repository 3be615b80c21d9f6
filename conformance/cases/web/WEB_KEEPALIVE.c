/* WEB_KEEPALIVE: a connection is kept, or it is said that it ends (RFC 9112, 9.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	for (unsigned i = 0; i < 3; i++) {
		httpc_request(c, "GET", i == 1 ? "/no-such-page" : "/");
		expect_status(c, i == 1 ? "404 410" : "200");
		if (httpc_says_close(c)) {
			expect_no_more(c);
			return;
		}
	}
}

const struct test_case WEB_KEEPALIVE = {
	.text = "connections are kept",
	.needs = NEED_HTTPS,
	.play = play,
};
