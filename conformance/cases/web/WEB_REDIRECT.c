/* WEB_REDIRECT: port 80 serves nothing but the way to HTTPS (promise Security Enforcement), with
 * path and query kept.  Host is the domain, as for a browser. */
#include "conformance/case.h"

static void
ask(struct run *r, const char *target)
{
	struct httpc *c = httpc_connect(r, PORT_HTTP);

	httpc_request(c, "GET", target);
	expect_status(c, "301 308");
	struct span to = httpc_field(c, "Location");
	const char *want = run_text(r, "https://%s%s", webc_name(r), target);
	expect_true(
	    r, span_eq(to, span_str(want)), want, "\"%.*s\"", (int)to.n, (const char *)to.p);
}

static void
play(struct run *r)
{
	ask(r, "/");
	ask(r, "/no/such/page?x=1&y=%20");
}

const struct test_case WEB_REDIRECT = {
	.text = "port 80 redirects to HTTPS",
	.needs = NEED_HTTP,
	.play = play,
};
