/* LAT_LOGIN: an IMAP login that creates its account is answered within a
 * second.  Onboarding is one tap; chatmail/relay tests/online/benchmark.py.
 * Ten fresh accounts: with none late this is a check of the mechanism, not a
 * rate, so the claim is about every one of them. */
#include "conformance/case.h"

enum { LOGINS = 10 };

static void
play(struct run *r)
{
	int64_t worst = 0;

	for (unsigned i = 0; i < LOGINS; i++) {
		const struct account *a = fresh_account(r, i);
		struct imapc *c = imapc_connect(r, PORT_IMAPS);
		int64_t start = run_now_us();
		need_imap(c, "OK", "LOGIN \"%s\" \"%s\"", a->address, a->password);
		int64_t took = run_now_us() - start;
		worst = took > worst ? took : worst;
	}
	int64_t limit = limit_number(r, "login_p95_ms") * 1000;
	expect_true(r, worst <= limit, "each of ten first logins within the limit",
	    "the slowest took %lld ms", (long long)(worst / 1000));
}

const struct test_case LAT_LOGIN = {
	.text = "a login that creates its account is answered within a second",
	.needs = NEED_IMAPS,
	.fresh = LOGINS,
	.making = true,
	.alone = true,
	.seconds = 60,
	.play = play,
};
