/* SUB_SIZE_ADVERTISED: EHLO says how large a message may be (RFC 1870, 4): the real
 * client asks before it sends a file. */
#include "conformance/case.h"

/* The number behind SIZE in the EHLO reply; 0 when there is none. */
static uint64_t
advertised(struct smtpc *c)
{
	struct span all = smtpc_reply(c);
	size_t at = span_search_nocase(all, SPAN("SIZE "));
	uint64_t n = 0;

	for (at += 5; at < all.n && all.p[at] >= '0' && all.p[at] <= '9'; at++)
		n = n * 10 + (uint64_t)(all.p[at] - '0');
	return n;
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	expect_true(r, smtpc_offers(c, "SIZE", NULL) && advertised(c) > 0,
	    "SIZE and a number above 0", "%.*s", (int)smtpc_reply(c).n,
	    (const char *)smtpc_reply(c).p);
}

const struct test_case SUB_SIZE_ADVERTISED = {
	.text = "EHLO advertises a size limit",
	.needs = NEED_SUBMISSIONS,
	.play = play,
};
