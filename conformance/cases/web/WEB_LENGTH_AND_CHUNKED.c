/* WEB_LENGTH_AND_CHUNKED: a length beside chunks (RFC 9112, 6.1 and 6.3): refused, or read by
 * chunks and closed.  Either way what follows is not answered: a reader of the length would take it
 * for the next request, a reader of the chunks as well. */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *fields)
{
	return run_span(
	    r, "POST /new HTTP/1.1\r\nHost: %s\r\n%s\r\n0\r\n\r\n", webc_name(r), fields);
}

static void
play(struct run *r)
{
	struct span next = run_span(r, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", webc_name(r));
	const char *first = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
	const char *second = "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n";

	expect_cut(r, edit_join(r, request(r, first), next), "400 200 501 close");
	expect_cut(r, edit_join(r, request(r, second), next), "400 200 501 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, "Transfer-Encoding: chunked\r\n"), "200");
}

const struct test_case WEB_LENGTH_AND_CHUNKED = {
	.text = "a length beside chunks ends the connection",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
