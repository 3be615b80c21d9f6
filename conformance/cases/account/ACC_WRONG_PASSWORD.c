/* ACC_WRONG_PASSWORD: a wrong password is refused on both protocols and does not
 * replace the stored one. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct account wrong = { a->address, "wrongwrongwrong" };

	expect_login(r, wrong.address, wrong.password, "NO");
	expect_auth(r, wrong.address, wrong.password, "535 5xx");
	expect_login(r, a->address, a->password, "OK");
	expect_login(r, wrong.address, wrong.password, "NO");
}

static void
twin(struct run *r)
{
	expect_login(r, account(r, 0)->address, account(r, 0)->password, "OK");
	expect_auth(r, account(r, 0)->address, account(r, 0)->password, "235");
}

const struct test_case ACC_WRONG_PASSWORD = {
	.text = "a wrong password is refused and changes nothing",
	.needs = NEED_MAIL,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
