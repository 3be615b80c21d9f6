/* WEB_DCACCOUNT: the home page holds the invitation link (decision Q-52): href of a link, in
 * one of the two forms the client reads, in any case. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = need_page(r, "/");
	struct span link = webc_find(httpc_body(c), "a", "href", "dcaccount:");

	expect_true(r, webc_is_invite(r, link), "a link DCACCOUNT:https://DOMAIN/new", "\"%.*s\"",
	    (int)link.n, (const char *)link.p);
}

const struct test_case WEB_DCACCOUNT = {
	.text = "the home page holds the invitation link",
	.needs = NEED_HTTPS,
	.play = play,
};
