/* WEB_NEW_CGI: codes printed long ago point to /cgi-bin/newemail.py; it answers as /new does. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = expect_page(r, "POST", "/cgi-bin/newemail.py", "200");
	struct webc_account a = webc_account_of(c);

	expect_true(
	    r, a.address[0] != '\0' && a.password[0] != '\0', "email and password", "not both");
}

const struct test_case WEB_NEW_CGI = {
	.text = "the old path of /new works",
	.needs = NEED_HTTPS,
	.play = play,
};
