/* GATE_REPORT: the exception for bounces of other servers does not exist on
 * submission: an account does not write delivery reports. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){ .head = "Auto-Submitted: auto-replied\r\n",
		    .type = "Content-Type: multipart/report; report-type=delivery-status;"
			    " boundary=\"%B\"\r\n",
		    .whole_body =
			"--%B\r\nContent-Type: text/plain\r\n\r\nhello\r\n--%B\r\n"
			"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n"
			"--%B--\r\n" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_REPORT = {
	.text = "a cleartext delivery report is refused on submission",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
