/* DLV_NO_SUBJECT: a message without Subject does not gain one: a relay removes
 * what speaks, it does not add.  chatmail/relay submission_header_cleanup only
 * replaces. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	struct span got = expect_accepted(r, edit_replace(r, m, "Subject: [...]\r\n", ""));

	expect_true(r, mail_fields(got, "Subject") == 0, "no Subject field", "one was added");
}

const struct test_case DLV_NO_SUBJECT = {
	.text = "no Subject is added",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
