/* GATE_PART1_TYPE: the first part is application/pgp-encrypted (RFC 3156, 4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(r, (struct mail_shape){ .part1_head = "Content-Type: text/plain\r\n" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_PART1_TYPE = {
	.text = "a first part of another type is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
