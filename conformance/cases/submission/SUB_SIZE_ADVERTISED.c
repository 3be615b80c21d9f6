/* SUB_SIZE_ADVERTISED: EHLO says how large a message may be (RFC 1870, 4): the real
 * client asks before it sends a file. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	expect_true(r, smtpc_offers(c, "SIZE", NULL) && smtpc_size_limit(c) > 0,
	    "SIZE and a number above 0", "%.*s", (int)smtpc_reply(c).n,
	    (const char *)smtpc_reply(c).p);
}

const struct test_case SUB_SIZE_ADVERTISED = {
	.text = "EHLO advertises a size limit",
	.needs = NEED_SUBMISSIONS,
	.play = play,
};
