/* RET_USAGE: what expires no longer counts (RFC 2087, 3).  chatmail/relay#232 and #807: the quota was
 * not calculated again after the job, and mailboxes were full of nothing.  The message has 64 KiB. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	struct imapc *c = imapc_login(r, a);
	struct span packets = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 48 << 10)));
	int64_t before = need_quota(c).used;

	need_append(c, "INBOX", "", mail_packets(r, a->address, a->address, packets));
	int64_t full = need_quota(c).used;
	need_true(r, full >= before + 64, "usage grows by the message");
	need_time(r, retention_over(r));
	int64_t after = need_quota(imapc_login(r, a)).used;
	expect_true(r, after <= before + 1, "usage as before the message",
	    "%lld KiB before, %lld with it, %lld when it has expired", (long long)before,
	    (long long)full, (long long)after);
}

const struct test_case RET_USAGE = {
	.text = "what has expired does not count as used",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.fresh = 1,
	.play = play,
};
