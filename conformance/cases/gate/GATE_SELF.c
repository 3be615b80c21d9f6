/* GATE_SELF: cleartext to oneself is refused like any other. The rule has no exception
 * for local mail. */
#include "conformance/case.h"

static void
submit(struct run *r, struct span message, const char *want)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(s, sender(r), sender(r), message, want);
}

static void
play(struct run *r)
{
	submit(r, mail_cleartext(r, sender(r), sender(r)), "523 5xx");
}

static void
twin(struct run *r)
{
	submit(r, mail_encrypted(r, sender(r), sender(r)), "250");
}

const struct test_case GATE_SELF = {
	.text = "cleartext to oneself is refused",
	.needs = NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
