/* PUSH_OTHER_ACCOUNT: mail wakes the devices of those it is for and nobody else's (chatmail/relay
 * metadata.py: tokens are kept by account; relay#393 mixed them up).  Tokens are set on sessions
 * that are open at once.  That nothing came is known behind later notifications: two of them, because
 * requests for different devices may overtake each other. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *token[3], *names[] = { "one", "two", "six" };

	for (unsigned i = 0; i < 3; i++) {
		token[i] = push_token(r, names[i], "good");
		need_device(r, fresh_account(r, i), token[i]);
	}
	struct smtpc *c = smtpc_login(r, account(r, 0));
	const char *both =
	    run_text(r, "%s %s", fresh_account(r, 0)->address, fresh_account(r, 1)->address);
	need_submit(c, sender(r), both, mail_encrypted(r, sender(r), NULL));
	expect_push(r, token[0], 1);
	expect_push(r, token[1], 1);
	for (unsigned n = 2; n <= 3; n++) {
		need_wake(r, account(r, 0), fresh_account(r, 0));
		expect_push(r, token[0], n);
	}
	expect_pushes(r, token[1], 1);
	expect_pushes(r, token[2], 0);
	for (unsigned n = 1; n <= 2; n++) {
		need_wake(r, account(r, 0), fresh_account(r, 2));
		expect_push(r, token[2], n);
	}
	expect_pushes(r, token[0], 3);
	expect_pushes(r, token[1], 1);
	expect_pushes(r, token[2], 2);
}

const struct test_case PUSH_OTHER_ACCOUNT = {
	.text = "mail wakes the devices of its recipients only",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 3,
	.mails = 5,
	.play = play,
};
