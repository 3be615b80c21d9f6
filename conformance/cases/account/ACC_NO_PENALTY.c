/* ACC_NO_PENALTY: failed logins do not slow down others from the same address: many
 * users share one behind a carrier (deployed relays switch the penalty off). Ten
 * failures at once, because each may take its time, then a good login within the limit. */
#include "conformance/case.h"

enum { FAILURES_MOST = 32 };

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	int64_t most = limit_number(r, "penalty_failures");
	struct imapc *wrong[FAILURES_MOST] = { NULL };

	need_true(r, most <= FAILURES_MOST, "as many sessions as failures");
	for (int64_t i = 0; i < most && run_ok(r); i++)
		wrong[i] = imapc_connect(r, PORT_IMAPS);
	for (int64_t i = 0; i < most && run_ok(r); i++)
		imapc_start(wrong[i], "LOGIN \"%s\" \"wrong-%d\"", a->address, (int)i);
	for (int64_t i = 0; i < most && run_ok(r); i++)
		need_imap_tagged(wrong[i], "NO BYE");
	int64_t start = run_now_us();
	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	expect_imap(c, "OK", "LOGIN \"%s\" \"%s\"", a->address, a->password);
	int64_t took = (run_now_us() - start) / 1000;
	expect_true(r, took <= limit_number(r, "penalty_login_ms"), "an answer within the limit",
	    "%lld ms", (long long)took);
}

const struct test_case ACC_NO_PENALTY = {
	.text = "failed logins do not delay a good one",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.alone = true,
	.seconds = 90,
	.play = play,
};
