/* DLV_ALL_RECIPIENTS: every recipient of a transaction gets the message.
 * RFC 5321, 3.3; themadorg/madmail#77 (only the first one got it). */
#include "conformance/case.h"

enum { RECIPIENTS = 3 };

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *box[RECIPIENTS];
	const char *to = "";

	for (unsigned i = 0; i < RECIPIENTS; i++) {
		box[i] = imapc_inbox(r, account(r, 1 + i));
		to = run_text(r, "%s%s%s", to, i > 0 ? " " : "", account(r, 1 + i)->address);
	}
	expect_submit(s, sender(r), to, mail_encrypted(r, sender(r), NULL), "250");
	for (unsigned i = 0; i < RECIPIENTS; i++)
		expect_arrival(box[i], run_token(r));
}

const struct test_case DLV_ALL_RECIPIENTS = {
	.text = "three recipients of one transaction each get the message",
	.needs = NEED_MAIL,
	.accounts = 1 + RECIPIENTS,
	.mails = 1,
	.play = play,
};
