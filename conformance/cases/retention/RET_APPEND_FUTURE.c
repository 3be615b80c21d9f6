/* RET_APPEND_FUTURE: a date in the future makes no message live longer: it counts from its arrival
 * (Dovecot sets the time of such a file to now).  What INTERNALDATE says then is free. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "dated");
	int64_t year = 31536000, now = need_relay_time(c);

	need_append(c, name, imap_date(r, now + year), mail_encrypted(r, sender(r), sender(r)));
	need_time(r, retention_over(r));
	expect_messages(imapc_login(r, account(r, 0)), name, 0, "the message is gone");
}

const struct test_case RET_APPEND_FUTURE = {
	.text = "a date in the future makes no message live longer",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
