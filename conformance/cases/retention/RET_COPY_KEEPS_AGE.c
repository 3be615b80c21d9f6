/* RET_COPY_KEEPS_AGE: a copy is as old as its original (RFC 3501, 6.4.7: INTERNALDATE is preserved),
 * else copying to and fro would keep a message for ever.  What was put beside it when it was copied
 * stays: it was not the mailbox that was emptied. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 1, &from);
	const char *to = need_box(c, "to");
	int64_t before = limit_number(r, "retention_s") / 4 * 3;

	need_time(r, before);
	need_imap(c, "OK", "NOOP");
	need_imap(c, "OK", "COPY 1 %s", to);
	need_append(c, to, "", mail_encrypted(r, sender(r), sender(r)));
	expect_messages(c, to, 2, "the message is there after 15 days");
	need_time(r, retention_over(r) - before);
	expect_messages(imapc_login(r, account(r, 0)), to, 1,
	    "only what came later is there: the message kept its age");
}

const struct test_case RET_COPY_KEEPS_AGE = {
	.text = "a message does not grow younger by COPY",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
