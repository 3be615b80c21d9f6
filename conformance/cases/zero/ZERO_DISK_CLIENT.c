/* ZERO_DISK_CLIENT: no file has the address that a client came from, a message that it sent neither
 * (chatmail/relay#294). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = need_own_address(r);
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_on_disk(r, run_token(r));
	expect_not_on_disk(r, from);
}

const struct test_case ZERO_DISK_CLIENT = {
	.text = "the network address of a client is in no file",
	.needs = NEED_MAIL | NEED_DISK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
