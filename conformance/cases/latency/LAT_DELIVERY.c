/* LAT_DELIVERY: 95 % of messages are announced to an idling session within one second,
 * from before DATA to EXISTS, one monotonic clock.  59 samples without a late one are the
 * fewest that show this at 5 % error (exact binomial); each sender stays inside the burst
 * of 10 that relays grant.  Everybody sends to the next one, all at once, to be done soon;
 * answers are read in the order of sending: a sample can only get longer by it. */
#include "conformance/case.h"

enum { PEERS = 6, EACH = 10, SAMPLES = PEERS * EACH };

static int64_t
send(struct run *r, struct smtpc *s, struct imapc *c, unsigned from)
{
	const char *to = account(r, (from + 1) % PEERS)->address;

	smtpc_send(s, "MAIL FROM:<%s>", account(r, from)->address);
	need_reply(s, "250");
	smtpc_send(s, "RCPT TO:<%s>", to);
	need_reply(s, "250");
	imapc_start(c, "IDLE");
	need_imap_continue(c);
	int64_t start = run_now_us();
	smtpc_send(s, "DATA");
	need_reply(s, "354");
	smtpc_text(s, mail_encrypted(r, account(r, from)->address, to));
	return start;
}

static void
play(struct run *r)
{
	int64_t start[PEERS], took[SAMPLES];
	struct smtpc *s[PEERS];
	struct imapc *c[PEERS]; /* of the one that s[i] sends to */

	for (unsigned i = 0; i < PEERS; i++) {
		s[i] = smtpc_login(r, account(r, i));
		c[i] = imapc_inbox(r, account(r, (i + 1) % PEERS));
	}
	for (unsigned n = 0; n < SAMPLES; n++) {
		unsigned i = n % PEERS;
		for (unsigned k = 0; i == 0 && k < PEERS; k++)
			start[k] = send(r, s[k], c[k], k);
		need_imap_untagged(c[i], "EXISTS");
		took[n] = run_now_us() - start[i];
		need_reply(s[i], "250");
		imapc_raw(c[i], SPAN("DONE\r\n"));
		need_imap_tagged(c[i], "OK");
	}
	expect_quantile(r, 0.95, limit_number(r, "delivery_p95_ms") * 1000, took, SAMPLES);
}

const struct test_case LAT_DELIVERY = {
	.text = "95 % of messages reach an idling session within a second",
	.needs = NEED_MAIL,
	.accounts = PEERS,
	.mails = SAMPLES,
	.alone = true,
	.seconds = 120,
	.play = play,
};
