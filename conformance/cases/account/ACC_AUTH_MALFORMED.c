/* ACC_AUTH_MALFORMED: a response that is no base64 or no PLAIN message is refused and
 * the session lives (RFC 4954, 4). */
#include "conformance/case.h"

static void
authenticate(struct run *r, const char *response, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);

	smtpc_send(c, "AUTH PLAIN %s", response);
	expect_reply(c, want);
	expect_alive(c);
}

static void
play(struct run *r)
{
	authenticate(r, "!!!", "501 535 5xx");
	authenticate(r, "AAAA", "501 535 5xx");
	authenticate(r, "bm8gbnVsIG9jdGV0cw==", "501 535 5xx");
}

static void
twin(struct run *r)
{
	authenticate(r, sasl_plain(r, account(r, 0)->address, account(r, 0)->password), "235");
}

const struct test_case ACC_AUTH_MALFORMED = {
	.text = "malformed AUTH is refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
