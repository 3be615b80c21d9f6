/* MX_STALLED: connections that stop in the middle of a message are nobody else's trouble (chatmail/
 * relay#673, #675): while they hang, mail of another one is taken and arrives. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));
	int64_t limit = limit_number(r, "mx_stalled_ms") * 1000;
	struct span m = peer_mail(r, to);

	for (int64_t i = limit_number(r, "mx_stalled"); i > 0 && run_ok(r); i--) {
		struct smtpc *c = smtpc_ready(r, PORT_SMTP);
		smtpc_send(c, "MAIL FROM:<%s>", peer_sender(r));
		need_reply(c, "250");
		smtpc_send(c, "RCPT TO:<%s>", to);
		need_reply(c, "250");
		smtpc_send(c, "DATA");
		need_reply(c, "354");
		smtpc_raw(c, span_sub(m, 0, m.n / 2));
	}
	int64_t begun = run_now_us();
	expect_submit(smtpc_ready(r, PORT_SMTP), peer_sender(r), to, m, "250");
	expect_arrival(box, run_token(r));
	expect_true(r, run_now_us() - begun <= limit,
	    run_text(r, "mail within %lld ms", (long long)(limit / 1000)), "%lld ms",
	    (long long)((run_now_us() - begun) / 1000));
}

const struct test_case MX_STALLED = {
	.text = "connections that stall delay no other mail",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
