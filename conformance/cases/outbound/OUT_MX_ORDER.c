/* OUT_MX_ORDER: the host with the lowest preference comes first (RFC 5321, 5.1), as a number: 9
 * is below 10, and below 100. The right one stands between the others. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *names[] = { "mx1", "mx2", "mx3" };
	struct sink *s[3];

	for (size_t i = 0; i < 3; i++)
		s[i] = sink_open(r, names[i], (struct sink_how){ .certificate = SINK_GOOD });
	dnsc_set(r, "", "MX", "100 mx1");
	dnsc_add(r, "", "MX", "9 mx2");
	dnsc_add(r, "", "MX", "10 mx3");
	need_sent(r, peer_address(r, "bob", ""));
	size_t first = need_first_at(r, s, 3);
	expect_true(r, first == 1, "the message at the host of preference 9", "at %s",
	    first < 3 ? sink_name(s[first]) : "none");
}

const struct test_case OUT_MX_ORDER = {
	.text = "the MX host with the lowest preference comes first",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
