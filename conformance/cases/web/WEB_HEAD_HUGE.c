/* WEB_HEAD_HUGE: a head has bounds (RFC 6585, 5): 256 KiB are refused, 4 KiB of fields that nobody
 * needs are not.  The relay may answer and close while the head still comes. */
#include "conformance/case.h"

static struct span
request(struct run *r, int64_t octets)
{
	const char *line = "X-Filler: 0123456789012345678901234567890123456789012345678901\r\n";
	struct span s = run_span(r, "GET / HTTP/1.1\r\nHost: %s\r\n", webc_name(r));
	struct span some = span_str(line);

	while (run_ok(r) && (int64_t)some.n < octets / 2)
		some = edit_join(r, some, some);
	return edit_join(r, edit_join(r, s, some), SPAN("\r\n"));
}

static void
play(struct run *r)
{
	int64_t octets = 2 * limit_number(r, "web_head_octets");

	expect_cut(r, request(r, octets), "431 400 413 close");
	expect_page(r, "GET", "/", "200");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, limit_number(r, "web_head_floor_octets")), "200");
}

const struct test_case WEB_HEAD_HUGE = {
	.text = "a huge head is refused",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
