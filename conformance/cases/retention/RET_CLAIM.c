/* RET_CLAIM: people can read for how long messages are kept: the home page or the privacy page says a
 * number of days, in digits, and it is the 20 that RET_GONE judges.  In which words and which
 * language is free. */
#include "conformance/case.h"

#include <string.h>

/* The number stands alone in what people see, as in "20 days" and "20-day": not as in "20px", and
 * not among the attributes of a picture. */
static bool
says(struct span html, struct span number)
{
	bool tag = false;

	for (size_t at = 1; at + number.n < html.n; at++) {
		uint8_t before = html.p[at - 1], behind = html.p[at + number.n];
		tag = before == '<' || (tag && before != '>');
		bool alone = strchr(" \r\n\t>(;\"", before) != NULL &&
		    strchr(" \r\n\t&-<\xc2", behind) != NULL && before != 0 && behind != 0;
		if (!tag && alone && span_eq(span_sub(html, at, number.n), number))
			return true;
	}
	return false;
}

static void
play(struct run *r)
{
	struct span home = httpc_body(need_page(r, "/"));
	struct span link = webc_find(home, "a", "href", "privacy");
	const char *target = link.n > 0 ? webc_target(r, link) : NULL;
	struct span days = run_span(r, "%lld", (long long)(limit_number(r, "retention_s") / 86400));
	struct span privacy = { NULL, 0 };

	if (target != NULL)
		privacy = httpc_body(need_page(r, target));
	expect_true(r, says(home, days) || says(privacy, days),
	    run_text(r, "%.*s days on the home page or the privacy page", (int)days.n,
		(const char *)days.p),
	    "no such number on either");
}

const struct test_case RET_CLAIM = {
	.text = "the web pages say how long messages are kept",
	.needs = NEED_HTTPS,
	.claim = true,
	.play = play,
};
