/* WEB_NO_SCRIPT: the home page holds no script (promise Zero State): no element, no handler
 * attribute, no javascript: address. */
#include "conformance/case.h"

struct look {
	bool found;
	struct span what;
};

static void
each(void *context, struct span element, struct span name, struct span value)
{
	struct look *l = context;
	bool script = span_eq_nocase(element, SPAN("script"));
	bool handler = name.n > 2 && span_starts_nocase(name, SPAN("on"));
	bool address = span_starts_nocase(span_trim(value), SPAN("javascript:"));

	if (l->found || !(script || handler || address))
		return;
	l->found = true;
	l->what = script ? element : handler ? name : value;
}

static void
play(struct run *r)
{
	struct look l = { .found = false };
	struct httpc *c = need_page(r, "/");

	webc_attributes(httpc_body(c), each, &l);
	expect_true(r, !l.found, "no script", "%.*s", (int)l.what.n, (const char *)l.what.p);
}

const struct test_case WEB_NO_SCRIPT = {
	.text = "the home page holds no script",
	.needs = NEED_HTTPS,
	.play = play,
};
