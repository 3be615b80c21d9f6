/* WEB_WWW: www is another name of the same page and leads to the bare domain, path kept. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	const char *name = run_text(r, "www.%s", webc_name(r));
	const char *want = run_text(r, "https://%s/a/b?c=d", webc_name(r));
	struct httpc *c = httpc_connect_name(r, name);

	httpc_send(c, "GET /a/b?c=d HTTP/1.1\r\nHost: %s\r\n\r\n", name);
	expect_status(c, "301 308");
	struct span to = httpc_field(c, "Location");
	expect_true(
	    r, span_eq(to, span_str(want)), want, "\"%.*s\"", (int)to.n, (const char *)to.p);
}

const struct test_case WEB_WWW = {
	.text = "www redirects to the domain",
	.needs = NEED_HTTPS,
	.play = play,
};
