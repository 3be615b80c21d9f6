/* RT_ONLY_THREE: only /ping, /generate_204 and /relay lead to the realtime relay: the home page stays
 * the web's and nothing else of that server shows (chatmail/relay nginx.conf.j2).  Seen by its
 * health page, which it has and the web has not, and by the home page, which is HTML and does not
 * bear its name. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	need_iroh(r, account(r, 0));
	expect_page(r, "GET", "/healthz", "404 410");
	struct httpc *c = expect_page(r, "GET", "/", "200");
	expect_true(r, httpc_is(c, "text/html"), "a page of HTML", "%.*s",
	    (int)httpc_field(c, "Content-Type").n, (const char *)httpc_field(c, "Content-Type").p);
	struct span body = httpc_body(c);
	expect_true(r, span_search_nocase(body, SPAN("<h1>Iroh Relay")) == body.n,
	    "the web page of the relay", "the page of the realtime relay");
}

const struct test_case RT_ONLY_THREE = {
	.text = "the home page stays the web's, whatever is behind",
	.needs = NEED_IMAPS | NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
