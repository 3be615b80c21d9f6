/* OUT_NO_DOMAIN: a domain that does not exist is reported, not waited for (RFC 5321, 5.1): the
 * report comes long before the lab's queue gives messages up. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	int64_t limit = limit_number(r, "out_returned_ms") * 1000;
	int64_t took = expect_refused_or_returned(r, peer_address(r, "bob", "nowhere"));

	expect_true(r, took <= limit,
	    run_text(r, "a report within %lld ms", (long long)(limit / 1000)), "after %lld ms",
	    (long long)(took / 1000));
}

const struct test_case OUT_NO_DOMAIN = {
	.text = "mail to a domain that does not exist comes back at once",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
