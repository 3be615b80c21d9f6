/* WEB_TRAVERSAL: dot segments lead nowhere (RFC 3986, 5.2.4; CWE-22), plain or encoded, once or
 * twice.  Only success fails: 400, 404 and redirects are all the same here. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const targets[] = { "/../../../../../../etc/passwd",
		"/robots.txt/../../../../../../etc/passwd",
		"/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
		"/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
		"/%252e%252e/%252e%252e/%252e%252e/etc/passwd", "//etc/passwd",
		"/.well-known/../../../../../etc/passwd", "/..\\..\\..\\..\\etc\\passwd" };

	for (size_t i = 0; i < COUNT_OF(targets); i++)
		expect_page(r, "GET", targets[i], "4xx 3xx close");
}

static void
twin(struct run *r)
{
	expect_page(r, "GET", "/robots.txt", "200");
}

const struct test_case WEB_TRAVERSAL = {
	.text = "dot segments lead nowhere",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
