/* GATE_EPILOGUE: text after the last boundary is as readable as any other octet. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(
	    r, mail_of_shape(r, (struct mail_shape){ .epilogue = "hello\r\n" }), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_EPILOGUE = {
	.text = "text behind the last boundary is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
