/* WEB_HSTS: browsers are told to come by TLS for half a year at least (RFC 6797, 6.1;
 * decision Q-50). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = need_page(r, "/");
	struct span s = httpc_field(c, "Strict-Transport-Security");
	size_t at = span_search_nocase(s, SPAN("max-age="));
	int64_t age = -1;

	for (size_t i = at < s.n ? at + 8 : s.n; i < s.n && age < 1LL << 40; i++) {
		if (s.p[i] == '"')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			break;
		age = (age < 0 ? 0 : age) * 10 + (s.p[i] - '0');
	}
	expect_true(r, age >= limit_number(r, "web_hsts_min_s"),
	    "Strict-Transport-Security with half a year", "\"%.*s\"", (int)s.n, (const char *)s.p);
}

const struct test_case WEB_HSTS = {
	.text = "HTTPS is made to last",
	.needs = NEED_HTTPS,
	.play = play,
};
