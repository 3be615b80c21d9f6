/* WEB_TWO_LENGTHS: two lengths are none (RFC 9112, 6.3): 400 and the end.  What a reader of the
 * second one would take for the next request is never answered. */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *lengths)
{
	return run_span(r, "POST /new HTTP/1.1\r\nHost: %s\r\n%s\r\n", webc_name(r), lengths);
}

static void
play(struct run *r)
{
	struct span next = run_span(r, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", webc_name(r));
	const char *first = "Content-Length: 0\r\nContent-Length: 44\r\n";
	const char *second = "Content-Length: 44\r\nContent-Length: 0\r\n";

	expect_cut(r, edit_join(r, request(r, first), next), "400 close");
	expect_cut(r, edit_join(r, request(r, second), next), "400 close");
	expect_cut(r, edit_join(r, request(r, "Content-Length: 0, 44\r\n"), next), "400 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, "Content-Length: 0\r\n"), "200");
}

const struct test_case WEB_TWO_LENGTHS = {
	.text = "two lengths are refused",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
