/* DLV_ONCE: a recipient named twice, also in other case, gets one copy.
 * RFC 5321, 4.1.1.3 leaves it to the server to accept the repetition; chat users
 * would see the message twice.  Refusing the second RCPT conforms too. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	const char *again[] = { recipient(r), recipient(r), run_upper(r, recipient(r)) };

	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	for (size_t i = 0; i < COUNT_OF(again); i++) {
		smtpc_send(s, "RCPT TO:<%s>", again[i]);
		need_reply(s, i == 0 ? "250" : "250 5xx 4xx");
	}
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail_encrypted(r, sender(r), recipient(r)));
	need_reply(s, "250");
	need_arrival(c, run_token(r));
	uint32_t uid = imapc_uid(c);
	need_fence(c, account(r, 0), account(r, 1));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", uid);
	need_imap(c, "OK", "EXPUNGE");
	expect_absent(c, run_token(r));
}

const struct test_case DLV_ONCE = {
	.text = "a recipient named three times gets one copy",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
};
