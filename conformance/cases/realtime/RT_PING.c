/* RT_PING: the realtime relay answers GET /ping with 200 (chatmail/relay nginx.conf.j2; iroh
 * measures latency with it). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	need_iroh(r, account(r, 0));
	expect_page(r, "GET", "/ping", "200");
}

const struct test_case RT_PING = {
	.text = "the realtime relay answers /ping",
	.needs = NEED_IMAPS | NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
