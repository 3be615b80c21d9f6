/* DEL_OTHERS_STAY: a recipient who deletes a message deletes only the own copy.
 * A relay that stores one body for many recipients must not free it early. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *first = imapc_inbox(r, account(r, 1));
	struct imapc *second = imapc_inbox(r, account(r, 2));
	const char *both = run_text(r, "%s %s", recipient(r), account(r, 2)->address);

	expect_submit(s, sender(r), both, mail_encrypted(r, sender(r), NULL), "250");
	need_arrival(first, run_token(r));
	need_imap(first, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(first));
	need_imap(first, "OK", "EXPUNGE");
	expect_arrival(second, run_token(r));
}

const struct test_case DEL_OTHERS_STAY = {
	.text = "deleting one recipient's copy leaves the others'",
	.needs = NEED_MAIL,
	.accounts = 3,
	.mails = 1,
	.play = play,
};
