/* ACC_SHORT_PASSWORD: a password of 8 octets makes no account, one of 9 does
 * (chatmail/relay config.py). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_login(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_q", "NO");
}

static void
twin(struct run *r)
{
	expect_login(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ", "OK");
}

const struct test_case ACC_SHORT_PASSWORD = {
	.text = "a password of 8 octets creates no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
