/* DLV_ALL_RECIPIENTS: every recipient of a transaction gets the message.
 * RFC 5321, 3.3; themadorg/madmail#77 (only the first one got it). */
#include "conformance/case.h"

enum { RECIPIENTS = 3 };

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *box[RECIPIENTS];

	for (unsigned i = 0; i < RECIPIENTS; i++)
		box[i] = imapc_inbox(r, account(r, 1 + i));
	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	for (unsigned i = 0; i < RECIPIENTS; i++) {
		smtpc_send(s, "RCPT TO:<%s>", account(r, 1 + i)->address);
		expect_reply(s, "250");
	}
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail_encrypted(r, sender(r), NULL));
	expect_reply(s, "250");
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
