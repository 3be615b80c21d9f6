/* SUB_FROM_CASE: From and login are compared without ASCII case. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	char *upper = (char *)(uintptr_t)run_text(r, "<%s>", sender(r));

	for (char *p = upper; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 32);
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	expect_accepted(r,
	    edit_replace(
		r, m, run_text(r, "From: <%s>", sender(r)), run_text(r, "From: %s", upper)));
}

const struct test_case SUB_FROM_CASE = {
	.text = "a From that differs in case only is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
