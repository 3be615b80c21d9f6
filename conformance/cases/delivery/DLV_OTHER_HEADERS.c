/* DLV_OTHER_HEADERS: fields that minimisation does not name pass unchanged, unknown
 * ones and folds included.  chatmail/relay#816, #1004 (an over-eager cleanup was
 * reverted); clients put what they need into Chat-* fields. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:",
	    SPAN("X-Unknown: one\r\n two\r\n\tthree\r\nChat-Group-Member-Count: 3\r\n"));
	struct span got = expect_accepted(r, m);
	static const char *const name[] = { "From", "To", "Date", "Message-ID", "Chat-Version",
		"X-Unknown", "Chat-Group-Member-Count", "MIME-Version", "Content-Type" };
	for (size_t i = 0; i < COUNT_OF(name); i++)
		expect_true(r,
		    mail_fields(got, name[i]) == 1 &&
			span_eq(mail_field(got, name[i]), mail_field(m, name[i])),
		    "the field as sent", "%s is missing or changed", name[i]);
}

const struct test_case DLV_OTHER_HEADERS = {
	.text = "all other header fields pass unchanged",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
