/* ZERO_LOG_ADDRESS: logs name nobody: not who logs in, not who writes to whom, not whom a message
 * could not be delivered to. */
#include "conformance/case.h"

#include <string.h>

static void
expect_unnamed(struct run *r, const char *address)
{
	expect_not_in_logs(r, run_text(r, "%.*s", (int)strcspn(address, "@"), address));
}

static void
play(struct run *r)
{
	const char *nobody = run_text(r, "nobody%s@%s", run_token(r), run_domain(r));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(c));
	need_imap(c, "OK", "EXPUNGE");
	expect_offer(s, sender(r), nobody, mail_encrypted(r, sender(r), nobody), "250 5xx");
	need_imap(imapc_connect(r, PORT_IMAPS), "NO", "LOGIN \"%s\" wrong-password", recipient(r));
	need_fence(c, account(r, 0), account(r, 1));
	expect_unnamed(r, sender(r));
	expect_unnamed(r, recipient(r));
	expect_unnamed(r, nobody);
}

const struct test_case ZERO_LOG_ADDRESS = {
	.text = "no log has an address of a person",
	.needs = NEED_MAIL | NEED_LOGS,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
