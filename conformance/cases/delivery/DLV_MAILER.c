/* DLV_MAILER: X-Mailer and User-Agent are removed, folded and in other case
 * too: they name device and version.  chatmail/relay submission_header_cleanup. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "X-Mailer", "User-Agent" };
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:",
	    SPAN("X-Mailer: Delta Chat\r\n Android 2.57\r\n"
		 "uSER-aGENT: somebody/1.0\r\n"));
	struct span got = expect_accepted(r, m);
	for (size_t i = 0; i < COUNT_OF(name); i++)
		expect_true(r, mail_fields(got, name[i]) == 0, "the field is removed",
		    "%s is delivered", name[i]);
}

const struct test_case DLV_MAILER = {
	.text = "X-Mailer and User-Agent are removed",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
