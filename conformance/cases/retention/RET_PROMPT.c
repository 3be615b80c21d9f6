/* RET_PROMPT: a message goes within the hour in which its 20 days end.  Deployed relays have a job at
 * night, which RET_GONE allows for; what is announced as 20 days had better be 20 days. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "prompt");

	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	need_time(r, limit_number(r, "retention_s") + limit_number(r, "retention_prompt_s"));
	expect_messages(imapc_login(r, account(r, 0)), name, 0, "the message is gone");
}

const struct test_case RET_PROMPT = {
	.text = "a message goes within the hour",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
