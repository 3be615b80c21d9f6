/* RET_SMTP_RENEWS: a login by SMTP begins the 90 days anew as well: who only sends for a while, a
 * program that reports for instance, is there all the same (decision Q-20).  Deployed relays count
 * IMAP alone, so profile strict. */
#include "conformance/case.h"

static void
visit_smtp(struct run *r, const struct account *a)
{
	struct smtpc *s = smtpc_login(r, a);

	smtpc_send(s, "QUIT");
	need_reply(s, "221");
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);

	visit_smtp(r, a);
	need_time(r, inactive_under(r));
	visit_smtp(r, a);
	need_time(r, inactive_under(r));
	expect_somebody(r, a);
}

const struct test_case RET_SMTP_RENEWS = {
	.text = "a login over SMTP begins the 90 days anew",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
