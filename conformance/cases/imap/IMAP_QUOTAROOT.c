/* IMAP_QUOTAROOT: GETQUOTAROOT gives one root and its STORAGE usage and limit (RFC
 * 2087, 4.3): the client shows it and warns. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "QUOTA").n == 0)
		run_not_applicable(r, "QUOTA is not advertised");
	expect_imap(c, "OK", "GETQUOTAROOT \"INBOX\"");
	expect_true(r, imapc_find(c, "QUOTAROOT").n > 0, "QUOTAROOT", "missing");
	struct span quota = imapc_find(c, "STORAGE ");
	struct span used = run_span(r, "STORAGE %lld ", (long long)imapc_number(c, "STORAGE"));
	size_t at = span_search_nocase(quota, used) + used.n; /* the limit */
	expect_true(r,
	    span_search(quota, used) < quota.n && at < quota.n && quota.p[at] >= '0' &&
		quota.p[at] <= '9',
	    "QUOTA with STORAGE used and limit", "%.*s", (int)quota.n, (const char *)quota.p);
}

const struct test_case IMAP_QUOTAROOT = {
	.text = "GETQUOTAROOT gives usage and limit",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
