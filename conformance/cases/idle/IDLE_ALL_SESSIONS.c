/* IDLE_ALL_SESSIONS: every idling session of an account hears of a delivery.
 * RFC 3501, 7.; several devices of one user each hold a session. */
#include "conformance/case.h"

enum { DEVICES = 3 };

static void
play(struct run *r)
{
	struct imapc *device[DEVICES];

	for (size_t i = 0; i < DEVICES; i++) {
		device[i] = imapc_inbox(r, account(r, 1));
		imapc_start(device[i], "IDLE");
		need_imap_continue(device[i]);
	}
	struct smtpc *s = smtpc_login(r, account(r, 0));
	need_submit(s, sender(r), recipient(r), mail_encrypted(r, sender(r), recipient(r)));
	for (size_t i = 0; i < DEVICES; i++)
		expect_imap_untagged(device[i], "EXISTS");
}

const struct test_case IDLE_ALL_SESSIONS = {
	.text = "three idling sessions of one account all get EXISTS",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
