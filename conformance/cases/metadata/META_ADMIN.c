/* META_ADMIN: /shared/admin, where it is set, is a URI by which the operator is reached (RFC
 * 5464, 6.2.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span v = need_entry(need_metadata(r, account(r, 0)), "/shared/admin");
	size_t colon = span_find(v, 0, ':');
	bool ok = colon > 1 && colon + 1 < v.n;

	for (size_t i = 0; i < colon && i < v.n; i++)
		ok = ok &&
		    ((v.p[i] >= 'a' && v.p[i] <= 'z') || (v.p[i] >= 'A' && v.p[i] <= 'Z') ||
			(i > 0 && (v.p[i] == '+' || v.p[i] == '-' || v.p[i] == '.')));
	for (size_t i = 0; i < v.n; i++)
		ok = ok && v.p[i] > ' ' && v.p[i] < 0x7f;
	expect_true(
	    r, ok, "a URI such as mailto:admin@domain", "%.*s", (int)v.n, (const char *)v.p);
}

const struct test_case META_ADMIN = {
	.text = "/shared/admin is a URI",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
