/* SMTP_SMUGGLING: a whole transaction behind a false end of data is text, not commands: the inner
 * message never arrives.  A relay gives one answer, or hangs up, and next answers QUIT, not the inner
 * MAIL.  The twin ends the first message rightly: then the second one is run. */
#include "conformance/case.h"

enum { OF_ONE_SENDER = 8 }; /* less than relays let an account send at a time */

static void
play(struct run *r)
{
	const struct account *to = account(r, 0);
	struct imapc *box = imapc_inbox(r, to);
	bool whole = false;

	for (size_t i = 0; i < FALSE_ENDINGS && run_ok(r); i++) {
		const struct account *a = account(r, 1 + (unsigned)i / OF_ONE_SENDER);
		struct span inner = mail_encrypted(r, a->address, to->address);
		whole |= expect_not_smuggled(smtpc_login(r, a), i, a->address, to->address, inner);
	}
	if (whole)
		return;
	need_fence(box, account(r, 1), to);
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	const struct account *a = account(r, 1), *to = account(r, 0);
	struct imapc *box = imapc_inbox(r, to);
	struct smtpc *c = smtpc_login(r, a);

	smtpc_smuggle(c, a->address, to->address, SPAN("\r\n.\r\n"),
	    mail_encrypted(r, a->address, to->address), "5xx 250");
	expect_reply(c, "250");
	expect_reply(c, "250");
	expect_reply(c, "354");
	expect_reply(c, "250");
	expect_arrival(box, run_token(r));
}

const struct test_case SMTP_SMUGGLING = {
	.text = "a transaction behind a false end of data is not executed",
	.needs = NEED_MAIL,
	.accounts = 1 + FALSE_ENDINGS / OF_ONE_SENDER,
	.mails = FALSE_ENDINGS + 1,
	.play = play,
	.twin = twin,
};
