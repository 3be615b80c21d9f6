/* SUB_FROM_CASE: From and login are compared without ASCII case. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	const char *from = run_text(r, "From: <%s>", sender(r));

	expect_accepted(
	    r, edit_replace(r, m, from, run_text(r, "From: <%s>", run_upper(r, sender(r)))));
}

const struct test_case SUB_FROM_CASE = {
	.text = "a From that differs in case only is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
