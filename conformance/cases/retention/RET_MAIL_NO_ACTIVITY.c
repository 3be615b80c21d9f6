/* RET_MAIL_NO_ACTIVITY: mail that arrives is no sign of its owner: an account that is only written
 * to ends like any other (chatmail/relay lastlogin.py: the mail delivery agent does not count).
 * What is delivered here comes two days before the end and is fenced by mail to the sender.  The
 * twin logs in when that mail has come. */
#include "conformance/case.h"

static void
write_to(struct run *r, bool look_in)
{
	const struct account *a = fresh_account(r, 0);

	need_visit(r, a);
	need_time(r, inactive_under(r));
	need_letter(r, a);
	struct imapc *box = imapc_inbox(r, account(r, 0));
	need_fence(box, account(r, 0), account(r, 0));
	if (look_in)
		need_visit(r, a);
	need_time(r, inactive_over(r) - inactive_under(r));
	if (look_in)
		expect_somebody(r, a);
	else
		expect_nobody(r, a);
}

static void
play(struct run *r)
{
	write_to(r, false);
}

static void
twin(struct run *r)
{
	write_to(r, true);
}

const struct test_case RET_MAIL_NO_ACTIVITY = {
	.text = "mail that arrives does not keep an account",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
