/* GATE_PROTOCOL_OPTIONAL: the protocol parameter is not needed to see that a message
 * is encrypted. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_accepted(r,
	    mail_of_shape(r,
		(struct mail_shape){
		    .type = "Content-Type: multipart/encrypted; boundary=\"%B\"\r\n" }));
}

const struct test_case GATE_PROTOCOL_OPTIONAL = {
	.text = "a message without protocol parameter is accepted",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
