/* RET_QUOTA_FULL: what no longer fits is refused, with 552 or 452, or comes back to its sender (RFC
 * 5321, 4.2.3 and 6.1), and takes nothing away that is there.  96 % are full and the message has 16 %,
 * because relays allow the last one to be a tenth too large.  The twin finds 48 %. */
#include "conformance/case.h"

static void
offer(struct run *r, unsigned percent, const char *want)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a), *box = imapc_inbox(r, account(r, 0));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	unsigned n = percent / FILL_PERCENT;

	need_fill(c, "INBOX", n);
	size_t octets = (size_t)need_quota(c).limit * 1024 / 100 * 2 * FILL_PERCENT;
	if (!run_ok(r))
		return;
	struct imapc *inbox = imapc_inbox(r, a);
	struct span m = mail_sized(r, sender(r), a->address, octets);
	expect_offer(s, sender(r), a->address, m, want);
	if (percent < 50) {
		expect_arrival(inbox, run_token(r));
		return;
	}
	expect_messages(c, "INBOX", n, "nothing has come, and nothing is lost for it");
	if (smtpc_code(s) == 250)
		expect_arrival(box, a->address);
	expect_messages(c, "INBOX", n, "what was there is still there");
}

static void
play(struct run *r)
{
	offer(r, 96, "552 5xx 452 250");
}

static void
twin(struct run *r)
{
	offer(r, 48, "250");
}

const struct test_case RET_QUOTA_FULL = {
	.text = "a full mailbox takes no more, and nobody is left in the dark",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.seconds = 60,
	.play = play,
	.twin = twin,
};
