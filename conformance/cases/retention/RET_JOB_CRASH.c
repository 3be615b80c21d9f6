/* RET_JOB_CRASH: a relay that is killed while it deletes what is due has done it 25 hours later,
 * has lost nothing else, and goes on deleting: the last look is for a job that a crash has locked
 * out for good.  256 copies of one message give it work; where in it the relay is killed is chance,
 * what must be true afterwards is not. */
#include "conformance/case.h"

enum { DAY = 86400, YOUNGER = 10 * DAY, COPIES = 256 };

static const char *
need_copies(struct run *r)
{
	const char *box;
	struct imapc *c = need_filled(r, "old", 1, &box);

	for (unsigned n = 1; n < COPIES; n *= 2) {
		need_imap(c, "OK", "COPY 1:* %s", box);
		need_imap(c, "OK", "NOOP");
	}
	need_true(r, need_messages(c, box) == COPIES, "256 copies of a message");
	need_logout(c);
	return box;
}

static void
play(struct run *r)
{
	const struct account *a = fresh_account(r, 0);
	int64_t keep = limit_number(r, "retention_s"), grace = limit_number(r, "retention_grace_s");
	const char *box = need_copies(r), *old = need_letter_seen(r, a);

	need_time(r, YOUNGER);
	const char *young = need_letter_seen(r, a);
	need_time_and_crash(r, keep - YOUNGER + DAY);
	need_time(r, grace);
	expect_messages(imapc_login(r, account(r, 0)), box, 0, "no old message");
	expect_expired(r, a, old);
	expect_kept(r, a, young);
	need_time(r, keep);
	expect_expired(r, a, young);
}

const struct test_case RET_JOB_CRASH = {
	.text = "a crash in the midst of deleting leaves nothing undone",
	.needs = NEED_MAIL | NEED_CLOCK | NEED_CRASH,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
