/* GATE_UNCLOSED: without close-delimiter everything to the end belongs to the last
 * part, or to nothing. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_of_shape(r, (struct mail_shape){ .unclosed = true }), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_UNCLOSED = {
	.text = "a missing close-delimiter is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
