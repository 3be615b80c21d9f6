/* ACC_TEN_SESSIONS: ten sessions of one account at once on each protocol: devices,
 * background fetches, retries. */
#include "conformance/case.h"

enum { SESSIONS = 10 };

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct imapc *c[SESSIONS];
	struct smtpc *s[SESSIONS];

	for (unsigned i = 0; i < SESSIONS; i++) {
		c[i] = imapc_connect(r, PORT_IMAPS);
		expect_imap(c[i], "OK", "LOGIN \"%s\" \"%s\"", a->address, a->password);
		s[i] = smtpc_ready(r, PORT_SUBMISSIONS);
		smtpc_send(s[i], "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
		expect_reply(s[i], "235");
	}
	for (unsigned i = 0; i < SESSIONS; i++) {
		expect_imap(c[i], "OK", "SELECT INBOX");
		expect_alive(s[i]);
	}
}

const struct test_case ACC_TEN_SESSIONS = {
	.text = "ten sessions of an account work at once",
	.needs = NEED_MAIL,
	.accounts = 1,
	.seconds = 60,
	.play = play,
};
