/* SMTP_TWO_TRANSACTIONS: a connection carries any number of transactions, also after a
 * refused one (RFC 5321, 3.3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 1));

	expect_submit(c, sender(r), recipient(r), mail_encrypted(r, sender(r), NULL), "250");
	smtpc_send(c, "MAIL FROM:<%s>", recipient(r));
	need_reply(c, "250 5xx");
	smtpc_send(c, "RSET");
	expect_reply(c, "250");
	expect_offer(c, sender(r), recipient(r), mail_encrypted(r, sender(r), NULL), "250");
	expect_arrival(box, run_text(r, "%s.1@", run_token(r)));
	expect_arrival(box, run_text(r, "%s.2@", run_token(r)));
}

const struct test_case SMTP_TWO_TRANSACTIONS = {
	.text = "several transactions share a connection",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
