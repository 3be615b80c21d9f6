/* WEB_NEW_POST: POST /new gives credentials as JSON (core: src/qr.rs).  Asked as the client
 * does, with Host only and no length at all (RFC 9112, 6.3: no body), and once with length 0.
 * A redirect fails: the client follows none. */
#include "conformance/case.h"

static void
ask(struct run *r, const char *length)
{
	struct httpc *c = expect_answer(r,
	    run_span(r, "POST /new HTTP/1.1\r\nHost: %s\r\n%s\r\n", webc_name(r), length), "200");
	struct webc_account a = webc_account_of(c);
	struct span address = span_str(a.address);
	size_t at = span_find(address, 0, '@');

	expect_true(r, httpc_is(c, "application/json"), "Content-Type: application/json", "%.*s",
	    (int)httpc_field(c, "Content-Type").n, (const char *)httpc_field(c, "Content-Type").p);
	expect_true(r,
	    at > 0 && span_eq_nocase(span_sub(address, at + 1, address.n), span_str(run_domain(r))),
	    "\"email\" in the relay's domain", "\"%s\"", a.address);
	expect_true(r, a.password[0] != '\0', "\"password\"", "none");
}

static void
play(struct run *r)
{
	ask(r, "");
	ask(r, "Content-Length: 0\r\n");
}

const struct test_case WEB_NEW_POST = {
	.text = "POST /new gives credentials",
	.needs = NEED_HTTPS,
	.play = play,
};
