/* LAT_GROUP: one message to a group reaches all who wait for it.  Fifteen members
 * with four devices each, sixty sessions that idle; every one of them is told
 * within a second of DATA, and none is left out. */
#include "conformance/case.h"

enum { MEMBERS = 15, DEVICES = 4, SESSIONS = MEMBERS * DEVICES };

static void
play(struct run *r)
{
	int64_t limit = limit_number(r, "delivery_p95_ms") * 1000;
	const struct account *from = account(r, MEMBERS);
	struct imapc *device[SESSIONS];

	need_vantage(r);
	need_true(r, SESSIONS >= limit_number(r, "group_sessions"), "enough sessions");
	for (unsigned i = 0; i < SESSIONS; i++) {
		device[i] = imapc_inbox(r, account(r, i % MEMBERS));
		imapc_start(device[i], "IDLE");
		need_imap_continue(device[i]);
	}
	struct smtpc *s = smtpc_login(r, from);
	struct span mail = mail_encrypted(r, from->address, NULL);
	smtpc_send(s, "MAIL FROM:<%s>", from->address);
	need_reply(s, "250");
	for (unsigned i = 0; i < MEMBERS; i++) {
		smtpc_send(s, "RCPT TO:<%s>", account(r, i)->address);
		need_reply(s, "250 251");
	}
	int64_t began = run_now_us();
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail);
	for (unsigned i = 0; i < SESSIONS; i++)
		expect_imap_untagged(device[i], "EXISTS");
	int64_t took = run_now_us() - began;
	need_reply(s, "250");
	expect_true(r, took <= limit, "all sixty sessions told within the limit",
	    "the last was told after %lld ms", (long long)(took / 1000));
}

const struct test_case LAT_GROUP = {
	.text = "sixty idling sessions of a group are told of a message within a second",
	.needs = NEED_MAIL,
	.accounts = MEMBERS + 1,
	.mails = 1,
	.alone = true,
	.seconds = 60,
	.play = play,
};
