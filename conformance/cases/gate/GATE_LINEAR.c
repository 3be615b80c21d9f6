/* GATE_LINEAR: the gate costs time in proportion to the message: a megabyte of the
 * smallest legal chunks is answered within a second. chatmail/relay#676: one message
 * stalled a relay. */
#include "conformance/case.h"

enum { CHUNK = 512 };

static void
play(struct run *r)
{
	size_t octets = (size_t)limit_number(r, "gate_linear_octets");
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct span many = edit_join(
	    r, pgp_esk(r), pgp_packet_partial(r, 18, pgp_seipd1(r, octets - octets % CHUNK), 9));

	smtpc_send(s, "MAIL FROM:<%s>", sender(r));
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", recipient(r));
	need_reply(s, "250");
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	struct span m = mail_packets(r, sender(r), recipient(r), many);
	int64_t start = run_now_us();
	smtpc_text(s, m);
	expect_reply(s, "250 5xx");
	int64_t took = (run_now_us() - start) / 1000;
	expect_true(r, took <= limit_number(r, "gate_linear_ms"), "an answer within the limit",
	    "%lld ms for %zu octets of small chunks", (long long)took, m.n);
}

const struct test_case GATE_LINEAR = {
	.text = "a megabyte of small chunks is answered within a second",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.alone = true,
	.seconds = 60,
	.play = play,
};
