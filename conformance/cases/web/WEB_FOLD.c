/* WEB_FOLD: a folded field line is refused (RFC 9112, 5.2 allows to unfold instead; decision
 * The fold hides a length that another reader would honour. */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *field)
{
	return run_span(
	    r, "POST /new HTTP/1.1\r\nHost: %s\r\nX-Note: a\r\n%s\r\n", webc_name(r), field);
}

static void
play(struct run *r)
{
	expect_answer(r, request(r, " Content-Length: 0\r\n"), "400 close");
	expect_answer(r, request(r, "\tb\r\nContent-Length: 0\r\n"), "400 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, "Content-Length: 0\r\n"), "200");
}

const struct test_case WEB_FOLD = {
	.text = "folded field lines are refused",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
