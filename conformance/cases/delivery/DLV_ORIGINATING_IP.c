/* DLV_ORIGINATING_IP: X-Originating-IP is removed.  chatmail/relay
 * submission_header_cleanup; promise Zero State. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "X-Originating-IP" };
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:", SPAN("X-Originating-IP: [192.0.2.44]\r\n"));
	struct span got = expect_accepted(r, m);
	for (size_t i = 0; i < COUNT_OF(name); i++)
		expect_true(r, mail_fields(got, name[i]) == 0, "the field is removed",
		    "%s is delivered", name[i]);
}

const struct test_case DLV_ORIGINATING_IP = {
	.text = "X-Originating-IP is removed",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
