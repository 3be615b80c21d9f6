/* SUB_FROM_MISSING: without a From field nobody can say who wrote the message (RFC
 * 5322, 3.6). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	const char *from = run_text(r, "From: <%s>\r\n", sender(r));

	expect_refused(r, edit_replace(r, m, from, ""), "5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case SUB_FROM_MISSING = {
	.text = "a message without From is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
