/* GATE_NESTED: a part that is itself a multipart has room for text around its own
 * parts. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span inner = run_span(r,
	    "--inner\r\nContent-Type: application/octet-stream\r\n\r\n%.*s\r\n--inner--\r\n",
	    (int)pgp_armor(r).n, (const char *)pgp_armor(r).p);

	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){
		    .part2_head = "Content-Type: multipart/mixed; boundary=inner\r\n",
		    .part2_body = inner }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_NESTED = {
	.text = "a part that is a multipart is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
