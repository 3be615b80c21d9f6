/* WEB_HOST: one Host, no more and no fewer (RFC 9112, 3.2: MUST 400). */
#include "conformance/case.h"

static struct span
request(struct run *r, const char *hosts)
{
	return run_span(r, "GET / HTTP/1.1\r\n%s\r\n", hosts);
}

static void
play(struct run *r)
{
	const char *one = run_text(r, "Host: %s\r\n", webc_name(r));

	expect_answer(r, request(r, ""), "400 close");
	expect_answer(r, request(r, run_text(r, "%s%s", one, one)), "400 close");
	expect_answer(r, request(r, run_text(r, "%sHost: other.invalid\r\n", one)), "400 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, run_text(r, "Host: %s\r\n", webc_name(r))), "200");
}

const struct test_case WEB_HOST = {
	.text = "Host is there exactly once",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
