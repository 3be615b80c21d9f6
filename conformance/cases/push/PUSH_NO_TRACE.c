/* PUSH_NO_TRACE: line and fields of a notification say nothing about sender, recipient or message
 * (promise Zero State; chatmail/relay notifier.py sends the token alone).  Two notifications differ
 * in all three and have tokens of one length; their heads must be the same, but for a Date, which
 * is that of the request.  What both would have in common, the relay's own name say, is nobody's
 * secret. */
#include "conformance/case.h"

static struct span
without_date(struct run *r, const struct push_seen *s)
{
	struct span date = push_field(s, "Date");

	return date.n > 0
	    ? edit_replace(r, s->head, run_text(r, "%.*s", (int)date.n, (const char *)date.p), "")
	    : s->head;
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0), *b = fresh_account(r, 1);
	const char *first = push_token(r, "one", "good"), *second = push_token(r, "two", "good");

	need_device(r, a, first);
	need_device(r, b, second);
	need_wake(r, account(r, 0), a);
	struct push_seen s = need_push(r, first, 1);
	struct smtpc *c = smtpc_login(r, a);
	need_submit(c, a->address, b->address,
	    edit_replace(r, mail_encrypted(r, a->address, b->address),
		"\r\nSubject:", "\r\nX-Chat: a longer message of another account\r\nSubject:"));
	struct push_seen t = need_push(r, second, 1);
	struct span head = without_date(r, &s), other = without_date(r, &t);
	expect_true(r, span_eq(head, other),
	    run_text(r, "the same line and fields: %.*s", (int)head.n, (const char *)head.p),
	    "%.*s", (int)other.n, (const char *)other.p);
}

const struct test_case PUSH_NO_TRACE = {
	.text = "line and fields of notifications tell no accounts and messages apart",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 2,
	.mails = 2,
	.play = play,
};
