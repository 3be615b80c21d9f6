/* LAT_DELIVERY: 95 % of messages are announced to an idling session within one
 * second.  t0 is read before DATA is sent on an authenticated session, t1 when
 * EXISTS arrives; one monotonic clock.  59 samples without a late one are the
 * fewest that show this at 5 % error (exact binomial); each sender stays inside
 * the burst of 10 that relays grant.  Alone: other cases would add their load. */
#include "conformance/case.h"

enum { SENDERS = 6, EACH = 10, SAMPLES = SENDERS * EACH };

static int64_t
sample(struct run *r, struct smtpc *s, struct imapc *c, const struct account *from)
{
	const char *to = account(r, SENDERS)->address;

	smtpc_send(s, "MAIL FROM:<%s>", from->address);
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", to);
	need_reply(s, "250");
	imapc_start(c, "IDLE");
	need_imap_continue(c);
	int64_t start = run_now_us();
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail_encrypted(r, from->address, to));
	need_imap_untagged(c, "EXISTS");
	int64_t took = run_now_us() - start;
	need_reply(s, "250");
	imapc_raw(c, SPAN("DONE\r\n"));
	need_imap_tagged(c, "OK");
	return took;
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, SENDERS));
	int64_t took[SAMPLES];

	need_vantage(r);
	for (unsigned i = 0; i < SENDERS; i++) {
		struct smtpc *s = smtpc_login(r, account(r, i));
		for (unsigned k = 0; k < EACH; k++)
			took[i * EACH + k] = sample(r, s, c, account(r, i));
	}
	expect_quantile(r, 0.95, limit_number(r, "delivery_p95_ms") * 1000, took, SAMPLES);
}

const struct test_case LAT_DELIVERY = {
	.text = "95 % of messages reach an idling session within a second",
	.needs = NEED_MAIL,
	.accounts = SENDERS + 1,
	.mails = SAMPLES,
	.alone = true,
	.seconds = 120,
	.play = play,
};
