/* WEB_BAD_CHUNK: behind a broken chunk nobody knows where the next request begins (RFC 9112, 7.1):
 * a refusal and the end.  The GET behind it must not be answered. */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *chunks)
{
	return run_span(r, "POST /new HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n%s",
	    webc_name(r), chunks);
}

static void
play(struct run *r)
{
	struct span next = run_span(r, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", webc_name(r));
	static const char *const bad[] = { "zz\r\n\r\n", "-1\r\n\r\n", "1ffffffffffffffff\r\n\r\n",
		"1\r\nxyz\r\n0\r\n\r\n", "0x0\r\n\r\n" };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		expect_cut(r, edit_join(r, request(r, bad[i]), next), "4xx close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, "2\r\n{}\r\n0\r\n\r\n"), "200");
}

const struct test_case WEB_BAD_CHUNK = {
	.text = "broken chunks end the connection",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
