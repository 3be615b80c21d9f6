/* META_APPVERSIONS: appversions, where it is set, is one line of JSON with the types that the
 * client reads (chatmail/core src/app_versions.rs): one wrong type makes it drop everything. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span v =
	    need_entry(need_metadata(r, account(r, 0)), "/shared/vendor/deltachat/appversions");
	const char *wrong = run_ok(r) ? appversions_fault(v) : NULL;

	expect_true(r, wrong == NULL, "clients with sources of the right types", "%s: %.*s",
	    wrong != NULL ? wrong : "", (int)v.n, (const char *)v.p);
}

const struct test_case META_APPVERSIONS = {
	.text = "appversions is JSON as clients read it",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
