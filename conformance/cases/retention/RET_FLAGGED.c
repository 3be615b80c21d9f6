/* RET_FLAGGED: no flag keeps a message: what is on the relay goes.  Decided with \Flagged, which
 * mail programs show as "important", and \Answered. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "flagged");

	need_append(
	    c, name, "(\\Seen \\Flagged \\Answered) ", mail_encrypted(r, sender(r), sender(r)));
	need_time(r, retention_over(r));
	expect_messages(
	    imapc_login(r, account(r, 0)), name, 0, "the message is gone in spite of its flags");
}

const struct test_case RET_FLAGGED = {
	.text = "flags keep no message",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
