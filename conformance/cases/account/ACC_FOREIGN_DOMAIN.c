/* ACC_FOREIGN_DOMAIN: a login at another domain is refused: this relay speaks for its
 * own. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_login(r, run_text(r, "%.9s@other.invalid", run_token(r)), "aB3xY7_qZ12", "NO");
	expect_login(r, run_text(r, "%.9s", run_token(r)), "aB3xY7_qZ12", "NO");
}

static void
twin(struct run *r)
{
	expect_login(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ12", "OK");
}

const struct test_case ACC_FOREIGN_DOMAIN = {
	.text = "a login at another domain is refused",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
