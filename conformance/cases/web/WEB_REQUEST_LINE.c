/* WEB_REQUEST_LINE: a request line that is none is refused (RFC 9112, 3).  Only forms that no
 * lenient reading of the standard allows: blanks between the words are left alone. */
#include "conformance/case.h"

static struct span
request(struct run *r, struct span line)
{
	return edit_join(r, line, run_span(r, "\r\nHost: %s\r\n\r\n", webc_name(r)));
}

static void
play(struct run *r)
{
	const struct span wrong[] = { SPAN("GET HTTP/1.1"), SPAN("GET / HTTQ/1.1"),
		SPAN("GET / HTTP/4.1"), SPAN("GET / HTTP/one"), SPAN("GET /\0 HTTP/1.1"),
		SPAN("G(T / HTTP/1.1") };

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		expect_answer(r, request(r, wrong[i]), "400 501 505 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, SPAN("GET / HTTP/1.1")), "200");
}

const struct test_case WEB_REQUEST_LINE = {
	.text = "request lines are read by the grammar",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
