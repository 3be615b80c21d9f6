/* SUB_RATE_RECOVERS: the limit recovers continuously: within five seconds a limited
 * account sends again. Time itself is the requirement, so this waits, a quarter of a
 * second at a time. */
#include "conformance/case.h"

#include <time.h>

static void
play(struct run *r)
{
	const char *from = fresh_account(r, 0)->address;
	struct smtpc *c = smtpc_login(r, fresh_account(r, 0));
	unsigned most = (unsigned)limit_number(r, "rate_limited_within");
	struct timespec quarter = { 0, 250000000 };

	if (smtpc_flood(c, from, most) == most && run_ok(r))
		run_not_applicable(r, "the relay has no rate limit (SUB_RATE_LIMIT)");
	int64_t end = run_now_us() + limit_number(r, "rate_recovers_ms") * 1000;
	do {
		nanosleep(&quarter, NULL);
		smtpc_send(c, "RSET"); /* 4xx may have come at RCPT */
		need_reply(c, "250");
		expect_offer(c, from, from, mail_encrypted(r, from, from), "250 4xx");
	} while (run_ok(r) && smtpc_code(c) != 250 && run_now_us() < end);
	expect_true(r, smtpc_code(c) == 250, "250 within the limit", "still %d", smtpc_code(c));
}

const struct test_case SUB_RATE_RECOVERS = {
	.text = "a limited account can send again within seconds",
	.needs = NEED_SUBMISSIONS,
	.fresh = 1,
	.seconds = 90,
	.play = play,
};
