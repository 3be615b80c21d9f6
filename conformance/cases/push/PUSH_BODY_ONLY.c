/* PUSH_BODY_ONLY: the body is the token, octet by octet, and nothing else (chatmail/relay
 * notifier.py; deltachat/notifiers reads the body as the token).  The octets that tokens have and
 * forms would encode, "+/=:", are in it, and others of that kind. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *word = push_token(r, "a+b/c=d", "good");
	const char *token = run_text(r, "%s&x=%%41;y+z==", word);

	need_device(r, fresh_account(r, 0), token);
	need_wake(r, account(r, 0), fresh_account(r, 0));
	/* The middle of it survives most encodings; then all is compared. */
	struct push_seen s = expect_push(r, word + span_str(word).n - 16, 1);
	expect_true(r, span_eq(s.body, span_str(token)), token, "%.*s", (int)s.body.n,
	    (const char *)s.body.p);
}

const struct test_case PUSH_BODY_ONLY = {
	.text = "the body of a notification is the token and nothing else",
	.needs = NEED_MAIL | NEED_PUSH,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
};
