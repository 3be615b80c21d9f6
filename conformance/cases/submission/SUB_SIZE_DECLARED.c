/* SUB_SIZE_DECLARED: a message that declares itself too large is refused at MAIL (RFC
 * 1870, 6.1), before it costs anything. */
#include "conformance/case.h"

static void
declare(struct run *r, uint64_t more, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);
	uint64_t limit = smtpc_size_limit(c);

	need_true(r, limit > 0, "an advertised SIZE");
	c = smtpc_login(r, account(r, 0));
	smtpc_send(c, "MAIL FROM:<%s> SIZE=%llu", sender(r), (unsigned long long)(limit + more));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	declare(r, 1, "552 5xx");
}

static void
twin(struct run *r)
{
	declare(r, 0, "250");
}

const struct test_case SUB_SIZE_DECLARED = {
	.text = "a declared size above the limit is refused at MAIL",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
