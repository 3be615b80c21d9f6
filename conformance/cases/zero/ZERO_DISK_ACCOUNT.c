/* ZERO_DISK_ACCOUNT: an account that has ended leaves no address, no name of a mailbox and no
 * message in any file.  The owner alone writes to it, so that nobody else's mailbox names it. */
#include "conformance/case.h"

#include <string.h>

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	const char *local = run_text(r, "%.*s", (int)strcspn(a->address, "@"), a->address);
	struct imapc *c = imapc_login(r, a);
	const char *name = need_box(c, "mine");

	need_imap(c, "OK", "SUBSCRIBE %s", name);
	need_append(c, name, "", mail_encrypted(r, a->address, a->address));
	need_on_disk(r, local);
	need_on_disk(r, name);
	need_logout(c);
	need_time(r, inactive_over(r));
	expect_not_on_disk(r, local);
	expect_not_on_disk(r, run_token(r));
}

const struct test_case ZERO_DISK_ACCOUNT = {
	.text = "an account that has ended is in no file",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_DISK,
	.fresh = 1,
	.play = play,
};
