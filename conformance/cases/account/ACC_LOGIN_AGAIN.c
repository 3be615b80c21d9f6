/* ACC_LOGIN_AGAIN: the same password works again, on both protocols. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	expect_login(r, a->address, a->password, "OK");
	expect_login(r, a->address, a->password, "OK");
	expect_auth(r, a->address, a->password, "235");
	expect_auth(r, a->address, a->password, "235");
}

const struct test_case ACC_LOGIN_AGAIN = {
	.text = "a second login works on both protocols",
	.needs = NEED_MAIL,
	.fresh = 1,
	.play = play,
};
