/* ZERO_DISK_PASSWORD: no file has the password of an account, as it is or as clients send it. */
#include "conformance/case.h"

#include <string.h>

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	smtpc_login(r, a);
	need_on_disk(r, run_text(r, "%.*s", (int)strcspn(a->address, "@"), a->address));
	expect_not_on_disk(r, a->password);
	expect_not_on_disk(r, sasl_plain(r, a->address, a->password));
}

const struct test_case ZERO_DISK_PASSWORD = {
	.text = "the password of an account is in no file",
	.needs = NEED_MAIL | NEED_DISK,
	.fresh = 1,
	.play = play,
};
