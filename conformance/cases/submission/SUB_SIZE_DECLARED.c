/* SUB_SIZE_DECLARED: a message that declares itself too large is refused at MAIL (RFC
 * 1870, 6.1), before it costs anything. */
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
declare(struct run *r, uint64_t more, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SUBMISSIONS);
	uint64_t limit = advertised(c);

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
