/* IMAP_NOOP_EXISTS: NOOP announces what has arrived since.  RFC 3501, 6.1.2
 * and 7.3.1.  A second session shows that the message is there before the first
 * one asks. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *quiet = imapc_inbox(r, account(r, 1));
	struct imapc *witness = imapc_inbox(r, account(r, 1));
	int64_t before = imapc_number(quiet, "EXISTS");
	struct smtpc *s = smtpc_login(r, account(r, 0));

	need_true(r, before >= 0, "SELECT tells the number of messages");
	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(witness, run_token(r));
	expect_imap(quiet, "OK", "NOOP");
	expect_true(r, imapc_number(quiet, "EXISTS") == before + 1,
	    "* (messages before + 1) EXISTS",
	    "%lld messages before, %lld announced by NOOP (-1: none)", (long long)before,
	    (long long)imapc_number(quiet, "EXISTS"));
}

const struct test_case IMAP_NOOP_EXISTS = {
	.text = "NOOP announces a message that arrived since",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
