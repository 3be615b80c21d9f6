/* SUB_FROM_LIST: From with two addresses lets the relay check one and a client show
 * the other. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	const char *from = run_text(r, "From: <%s>\r\n", sender(r));

	expect_refused(r,
	    edit_replace(r, m, from, run_text(r, "From: <%s>, <%s>\r\n", sender(r), recipient(r))),
	    "5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case SUB_FROM_LIST = {
	.text = "a From with two addresses is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
