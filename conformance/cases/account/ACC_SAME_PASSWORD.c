/* ACC_SAME_PASSWORD: two accounts with one password stay two accounts: what comes to
 * one is not in the other. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *password = account(r, 0)->password;
	struct account twin = { fresh_account(r, 0)->address, password };
	struct imapc *other = imapc_inbox(r, &twin);
	struct imapc *own = imapc_inbox(r, account(r, 0));
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), sender(r), mail_encrypted(r, sender(r), sender(r)));
	need_arrival(own, run_token(r));
	need_fence(other, &twin, &twin);
	expect_absent(other, run_token(r));
}

const struct test_case ACC_SAME_PASSWORD = {
	.text = "accounts with the same password stay separate",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.making = true,
	.mails = 2,
	.play = play,
};
