/* DLV_DATE: a Date up to six days in the past passes unchanged.  chatmail/core
 * src/mimefactory.rs blurs it on purpose (core#7466). */
#include "conformance/case.h"

#include <time.h>

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	struct span now = mail_field(m, "Date");
	time_t past = time(NULL) - (time_t)limit_number(r, "date_past_seconds");
	char blurred[40];
	const char *old = run_text(r, "%.*s", (int)now.n, (const char *)now.p);

	strftime(blurred, sizeof(blurred), "%a, %d %b %Y %H:%M:%S +0000", gmtime(&past));
	m = edit_replace(r, m, old, blurred);
	struct span got = expect_accepted(r, m);
	expect_true(r, span_eq(mail_field(got, "Date"), span_str(blurred)), "Date as sent",
	    "Date was changed");
}

const struct test_case DLV_DATE = {
	.text = "a blurred Date is delivered as sent",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
