/* GATE_WHOLE: a cleartext message to several recipients is refused as a whole: one
 * reply, and none of them gets it. */
#include "conformance/case.h"

enum { RECIPIENTS = 2 };

static const char *
everybody(struct run *r)
{
	return run_text(r, "%s %s", recipient(r), account(r, 2)->address);
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(s, sender(r), everybody(r), mail_cleartext(r, sender(r), NULL), "523 5xx");
	for (unsigned i = 0; i < RECIPIENTS; i++) {
		struct imapc *c = imapc_inbox(r, account(r, 1 + i));
		need_fence(c, account(r, 0), account(r, 1 + i));
		expect_absent(c, run_token(r));
	}
}

static void
twin(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(s, sender(r), everybody(r), mail_encrypted(r, sender(r), NULL), "250");
}

const struct test_case GATE_WHOLE = {
	.text = "cleartext to several recipients reaches none of them",
	.needs = NEED_MAIL,
	.accounts = 3,
	.mails = 3,
	.play = play,
	.twin = twin,
};
