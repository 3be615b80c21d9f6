/* GATE_PREAMBLE: text before the first boundary is shown by some programs and ignored
 * by the others. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(
	    r, mail_of_shape(r, (struct mail_shape){ .preamble = "hello\r\n" }), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_PREAMBLE = {
	.text = "text before the first part is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
