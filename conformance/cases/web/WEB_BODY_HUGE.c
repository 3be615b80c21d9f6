/* WEB_BODY_HUGE: /new needs no body, so 1 GiB is refused when it is announced (RFC 9110, 15.5.14):
 * nothing of it is ever sent here. */
#include "conformance/case.h"

static struct span
request(struct run *r, int64_t octets)
{
	return run_span(r, "POST /new HTTP/1.1\r\nHost: %s\r\nContent-Length: %lld\r\n\r\n",
	    webc_name(r), (long long)octets);
}

static void
play(struct run *r)
{
	expect_answer(r, request(r, limit_number(r, "web_body_octets")), "413 400 close");
}

static void
twin(struct run *r)
{
	expect_answer(r, request(r, 0), "200");
}

const struct test_case WEB_BODY_HUGE = {
	.text = "a huge body is refused at once",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
