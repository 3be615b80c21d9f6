/* DLV_RCPT_CASE: the domain and the local part of a recipient are matched
 * without case.  RFC 5321, 2.4 (domain); chatmail/filtermail src/utils.rs lowers
 * local parts: addresses are printed, typed and scanned. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	expect_offer(s, sender(r), run_upper(r, recipient(r)),
	    mail_encrypted(r, sender(r), recipient(r)), "250");
	expect_arrival(c, run_token(r));
}

const struct test_case DLV_RCPT_CASE = {
	.text = "a recipient in upper case reaches the mailbox",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
