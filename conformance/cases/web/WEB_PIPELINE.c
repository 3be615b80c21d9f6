/* WEB_PIPELINE: requests that come in one segment are answered in their order (RFC 9112, 9.3.2).
 * Pages of different kind tell which answer is whose. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const target[] = { "/", "/no-such-page", "/robots.txt", "/" };
	static const char *const want[] = { "200", "404 410", "200", "200" };
	static const char *const type[] = { "text/html", NULL, "text/plain", "text/html" };
	struct httpc *c = httpc_connect(r, PORT_HTTPS);
	struct span all = { NULL, 0 };

	for (size_t i = 0; i < COUNT_OF(target); i++)
		all = edit_join(r, all,
		    run_span(r, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", target[i], webc_name(r)));
	httpc_raw(c, all);
	for (size_t i = 0; i < COUNT_OF(target); i++) {
		expect_status(c, want[i]);
		expect_true(r, type[i] == NULL || httpc_is(c, type[i]), "the answers in order",
		    "another type in place %zu", i + 1);
		if (httpc_says_close(c)) {
			expect_no_more(c);
			return;
		}
	}
}

const struct test_case WEB_PIPELINE = {
	.text = "pipelined requests are answered in order",
	.needs = NEED_HTTPS,
	.play = play,
};
