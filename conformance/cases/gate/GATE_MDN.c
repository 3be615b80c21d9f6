/* GATE_MDN: a read receipt in the clear tells who read what and when. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){
		    .type =
			"Content-Type: multipart/report;\r\n report-type=disposition-notification;"
			" boundary=\"%B\"\r\n",
		    .whole_body = "--%B\r\nContent-Type: text/plain\r\n\r\nread\r\n--%B\r\n"
				  "Content-Type: message/disposition-notification\r\n\r\n"
				  "Disposition: manual-action/MDN-sent-automatically; "
				  "displayed\r\n--%B--\r\n" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_MDN = {
	.text = "a cleartext read receipt is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
