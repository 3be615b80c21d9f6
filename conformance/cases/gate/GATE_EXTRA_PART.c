/* GATE_EXTRA_PART: a third part would carry cleartext past the gate. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(
		r, (struct mail_shape){ .part3 = "Content-Type: text/plain\r\n\r\nhello" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_EXTRA_PART = {
	.text = "a third part is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
