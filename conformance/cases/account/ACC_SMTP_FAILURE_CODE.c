/* ACC_SMTP_FAILURE_CODE: a failed AUTH is answered 535 (RFC 4954, 6): other codes make
 * clients try again or give up for other reasons. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct account wrong = { account(r, 0)->address, "wrongwrongwrong" };

	expect_auth(r, wrong.address, wrong.password, "535");
}

const struct test_case ACC_SMTP_FAILURE_CODE = {
	.text = "a failed AUTH is answered 535",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
};
