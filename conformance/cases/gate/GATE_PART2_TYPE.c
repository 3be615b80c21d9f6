/* GATE_PART2_TYPE: the second part is application/octet-stream (RFC 3156, 4); a client
 * may show another type. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "text/plain",
		    mail_of_shape(
			r, (struct mail_shape){ .part2_head = "Content-Type: text/plain\r\n" }) },
		{ "application/pgp",
		    mail_of_shape(r,
			(struct mail_shape){ .part2_head = "Content-Type: application/pgp\r\n" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_PART2_TYPE = {
	.text = "a second part of another type is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
