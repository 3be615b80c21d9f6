/* LAT_BANNER: the submission banner does not wait for DNS.  A relay must not
 * look up who connects (promise Zero State), and a lookup that hangs would hold
 * every client for seconds.  Five connections,
 * each within the limit, in which the network is included. */
#include "conformance/case.h"

enum { CONNECTS = 5 };

static void
play(struct run *r)
{
	int64_t worst = 0;

	for (unsigned i = 0; i < CONNECTS; i++) {
		int64_t start = run_now_us();
		struct smtpc *c = smtpc_connect(r, PORT_SUBMISSIONS);
		int64_t took = run_now_us() - start;
		need_true(r, smtpc_code(c) == 220, "a 220 banner");
		worst = took > worst ? took : worst;
	}
	int64_t limit = limit_number(r, "banner_ms") * 1000;
	expect_true(r, worst <= limit, "connect, TLS and banner within the limit, five times",
	    "the slowest took %lld ms", (long long)(worst / 1000));
}

const struct test_case LAT_BANNER = {
	.text = "the banner comes without waiting for lookups",
	.needs = NEED_SUBMISSIONS,
	.alone = true,
	.play = play,
};
