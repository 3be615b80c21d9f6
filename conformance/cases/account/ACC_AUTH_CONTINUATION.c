/* ACC_AUTH_CONTINUATION: AUTH PLAIN works without initial response: 334, the response,
 * 235 (RFC 4954, 4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN");
	expect_reply(c, "334");
	smtpc_send(c, "%s", sasl_plain(r, a->address, a->password));
	expect_reply(c, "235");
}

const struct test_case ACC_AUTH_CONTINUATION = {
	.text = "AUTH PLAIN works without initial response",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
};
