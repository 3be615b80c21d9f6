/* ACC_NAME_TOO_LONG: a local part of 10 octets makes no account, one of 9 does
 * (decision Q-18). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_login(r, run_text(r, "%.10s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ12", "NO");
}

static void
twin(struct run *r)
{
	expect_login(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ12", "OK");
}

const struct test_case ACC_NAME_TOO_LONG = {
	.text = "a local part of 10 octets creates no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
