/* WEB_NEW_GET: GET /new leads into the app (relay#178).  Any redirect and both forms of the
 * link conform; relays with a certificate of their own making answer with the JSON instead. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = expect_page(r, "GET", "/new", "301 302 303 307 308 200");
	struct span to = httpc_field(c, "Location");

	if (httpc_status(c) == 200)
		expect_true(r, webc_account_of(c).password[0] != '\0', "a redirect, or credentials",
		    "200 with something else");
	else
		expect_true(r, webc_is_invite(r, to), "Location: DCACCOUNT:https://DOMAIN/new",
		    "%.*s", (int)to.n, (const char *)to.p);
}

const struct test_case WEB_NEW_GET = {
	.text = "GET /new leads to the invitation link",
	.needs = NEED_HTTPS,
	.play = play,
};
