/* GATE_CLEARTEXT: a message that is not encrypted is refused with 523 at the end of
 * DATA. The code is part of the promise: the real client explains 523 to its user. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_cleartext(r, sender(r), recipient(r)), "523");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case GATE_CLEARTEXT = {
	.text = "cleartext is refused with 523",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
