/* ZERO_LOG_CLIENT: no log has the address that a client came from, whether it behaves or not
 * (chatmail/relay#294). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = need_own_address(r);
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct imapc *stranger = imapc_connect(r, PORT_IMAPS);

	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	need_arrival(c, run_token(r));
	need_imap(stranger, "NO", "LOGIN \"%s\" wrong-password", recipient(r));
	need_imap(stranger, "BAD", "PIFFLE");
	imapc_cut(stranger);
	need_logout(c);
	expect_not_in_logs(r, from);
}

const struct test_case ZERO_LOG_CLIENT = {
	.text = "no log has the network address of a client",
	.needs = NEED_MAIL | NEED_LOGS,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
