/* ZERO_DISK_EXPIRED: what goes because its time is over is in no file any more, like what its owner
 * deletes. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_on_disk(r, run_token(r));
	need_logout(c);
	need_time(r, retention_over(r));
	expect_not_on_disk(r, run_token(r));
}

const struct test_case ZERO_DISK_EXPIRED = {
	.text = "a message whose time is over is in no file",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_DISK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
