/* RET_APPEND_PAST: INTERNALDATE is what counts, so a message that APPEND dates 15 days back has 5
 * days left (on Maildir both are the time of the file).  One that is put beside it without a date
 * stays.  The relay says itself what time it is. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "dated");
	int64_t before = limit_number(r, "retention_s") / 4 * 3, now = need_relay_time(c);

	need_append(c, name, imap_date(r, now - before), mail_encrypted(r, sender(r), sender(r)));
	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_messages(c, name, 2, "both messages are there");
	need_time(r, retention_over(r) - before);
	expect_messages(imapc_login(r, account(r, 0)), name, 1, "only the undated one is left");
}

const struct test_case RET_APPEND_PAST = {
	.text = "a message dated into the past is as old as it says",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
