/* MXD_INJECTION: the envelope fields hold an address and nothing behind it: what they hold becomes
 * part of a command somewhere.  Each on a connection of its own; nothing of it is delivered. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = peer_sender(r), *a = account(r, 0)->address, *b = account(r, 1)->address;
	const char *const lines[] = {
		run_text(r, "X-Mail-From: %s> SIZE=1\r\nX-Mail-To: %s\r\n", from, a),
		run_text(r, "X-Mail-From: <%s> BODY=7BIT\r\nX-Mail-To: %s\r\n", from, a),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s> NOTIFY=NEVER\r\n", from, a),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: <%s> SIZE=1\r\n", from, a),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s, %s\r\n", from, a, b),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s %s\r\n", from, a, b),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s\r\n RCPT TO:<%s>\r\n", from, a, b),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s>\nRCPT TO:<%s\r\n", from, a, b),
		run_text(r, "X-Mail-From: %s\r\nX-Mail-From: %s\r\nX-Mail-To: %s\r\n", b, from, a),
	};
	struct imapc *box = imapc_inbox(r, account(r, 0));

	for (size_t i = 0; i < COUNT_OF(lines) && run_ok(r); i++)
		expect_mxdeliv_raw(r, lines[i], peer_mail(r, a), "4xx 5xx close");
	need_mx_fence(smtpc_ready(r, PORT_SMTP), box, account(r, 0));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	const char *to = account(r, 0)->address;

	expect_mxdeliv_raw(r,
	    run_text(r, "X-Mail-From: %s\r\nX-Mail-To: %s\r\n", peer_sender(r), to),
	    peer_mail(r, to), "200");
}

const struct test_case MXD_INJECTION = {
	.text = "what is more than an address in the envelope fields is refused",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 2,
	.mails = 10,
	.play = play,
	.twin = twin,
};
