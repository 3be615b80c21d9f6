/* PUSH_STUCK: a proxy that does not answer delays neither mail nor other devices (promise Instant;
 * chatmail/relay notifier.py works on a queue).  The stand-in holds the request for one token open;
 * then mail must arrive, and another device of the account and another account be notified.  That
 * the first request comes at all is expected too: what hung in an earlier play must not keep it. */
#include "conformance/case.h"

static void
mail_arrives(struct run *r, struct imapc *c, const struct account *a)
{
	struct span m = mail_encrypted(r, sender(r), a->address), id = mail_field(m, "Message-ID");
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_submit(s, sender(r), a->address, m);
	expect_arrival(c, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0), *b = fresh_account(r, 1);
	const char *hang = push_token(r, "stuck", "hang");
	const char *beside = push_token(r, "beside", "good"), *other = push_token(r, "b", "good");

	need_device(r, a, hang);
	need_device(r, a, beside);
	need_device(r, b, other);
	struct imapc *c = imapc_inbox(r, a);
	need_wake(r, account(r, 0), a);
	expect_push(r, hang, 1);
	expect_push(r, beside, 1);
	mail_arrives(r, c, a);
	need_wake(r, account(r, 0), b);
	expect_push(r, other, 1);
	expect_push(r, beside, 2);
	mail_arrives(r, c, a);
}

const struct test_case PUSH_STUCK = {
	.text = "a notification proxy that hangs delays neither mail nor others",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 2,
	.mails = 4,
	.seconds = 45,
	.play = play,
};
