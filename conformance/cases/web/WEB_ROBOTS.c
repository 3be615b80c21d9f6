/* WEB_ROBOTS: crawlers are asked to stay away (RFC 9309, 2.2; relay#732): a group for * with
 * Disallow: / and nothing allowed again.  Names of fields in any case. */
#include "conformance/case.h"

static bool
has_line(struct span s, struct span name, struct span value)
{
	for (size_t at = 0; at < s.n; at = span_find(s, at, '\n') + 1) {
		struct span line = span_sub(s, at, span_find(s, at, '\n') - at);
		size_t colon = span_find(line, 0, ':');
		struct span rest = span_sub(line, colon + 1, line.n);
		rest = span_trim(span_sub(rest, 0, span_find(rest, 0, '#')));
		if (span_eq_nocase(span_trim(span_sub(line, 0, colon)), name) &&
		    (value.n == 0 || span_eq(rest, value)))
			return true;
	}
	return false;
}

static void
play(struct run *r)
{
	struct span s = httpc_body(expect_page(r, "GET", "/robots.txt", "200"));

	expect_true(r, has_line(s, SPAN("User-agent"), SPAN("*")), "User-agent: *", "none");
	expect_true(r, has_line(s, SPAN("Disallow"), SPAN("/")), "Disallow: /", "none");
	expect_true(r, !has_line(s, SPAN("Allow"), SPAN("")), "no Allow", "one");
}

const struct test_case WEB_ROBOTS = {
	.text = "crawlers are asked to stay away",
	.needs = NEED_HTTPS,
	.play = play,
};
