/* WEB_NO_REMOTE: the home page loads nothing from elsewhere (promise Zero State).  Links that
 * people follow are free; what a browser fetches by itself is not, url() in styles included. */
#include "conformance/case.h"

struct look {
	struct run *run;
	struct span foreign, sheet;
};

static bool
loads(struct span element, struct span name)
{
	return span_eq_nocase(name, SPAN("src")) || span_eq_nocase(name, SPAN("poster")) ||
	    (span_eq_nocase(name, SPAN("data")) && span_eq_nocase(element, SPAN("object"))) ||
	    (span_eq_nocase(name, SPAN("href")) && span_eq_nocase(element, SPAN("link")));
}

static void
each(void *context, struct span element, struct span name, struct span value)
{
	struct look *l = context;

	if (!loads(element, name) || span_starts_nocase(span_trim(value), SPAN("data:")))
		return;
	if (webc_target(l->run, value) == NULL)
		l->foreign = value;
	else if (span_ends(value, SPAN(".css")))
		l->sheet = value;
}

static void
expect_no_foreign_style(struct run *r, struct span s)
{
	static const char *const forms[] = { "url(http", "url('http", "url(\"http", "url(//",
		"url('//", "url(\"//", "@import \"http", "@import 'http" };

	for (size_t i = 0; i < COUNT_OF(forms); i++)
		expect_true(r, span_search_nocase(s, span_str(forms[i])) == s.n,
		    "nothing from other hosts", "%s...", forms[i]);
}

static void
play(struct run *r)
{
	struct look l = { .run = r };
	struct span page = httpc_body(need_page(r, "/"));

	webc_attributes(page, each, &l);
	expect_true(r, l.foreign.n == 0, "nothing from other hosts", "%.*s", (int)l.foreign.n,
	    (const char *)l.foreign.p);
	expect_no_foreign_style(r, page);
	if (l.sheet.n > 0)
		expect_no_foreign_style(r, httpc_body(need_page(r, webc_target(r, l.sheet))));
}

const struct test_case WEB_NO_REMOTE = {
	.text = "the home page loads nothing from elsewhere",
	.needs = NEED_HTTPS,
	.play = play,
};
