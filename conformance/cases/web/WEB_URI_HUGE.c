/* WEB_URI_HUGE: a target has bounds (RFC 9110, 15.5.15): 128 KiB are refused, 1 KiB is an unknown
 * page like any other. */
#include "conformance/case.h"

static struct span
request(struct run *r, int64_t octets)
{
	struct span path = SPAN("/aaaaaaa");

	while (run_ok(r) && (int64_t)path.n < octets)
		path = edit_join(r, path, path);
	return edit_join(r, edit_join(r, SPAN("GET "), path),
	    run_span(r, " HTTP/1.1\r\nHost: %s\r\n\r\n", webc_name(r)));
}

static void
play(struct run *r)
{
	expect_cut(r, request(r, limit_number(r, "web_target_octets")), "414 431 400 close");
	expect_page(r, "GET", "/", "200");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, limit_number(r, "web_target_floor_octets")), "404 410");
}

const struct test_case WEB_URI_HUGE = {
	.text = "a huge target is refused",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
