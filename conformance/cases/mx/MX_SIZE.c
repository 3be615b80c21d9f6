/* MX_SIZE: port 25 takes what port 465 takes, and says no to more before it comes (RFC 1870, 6.1;
 * chatmail/relay#438, where three parts had three limits). */
#include "conformance/case.h"

static void
mail(struct run *r, unsigned more, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	uint64_t here = smtpc_size_limit(c);
	uint64_t there = smtpc_size_limit(smtpc_ready(r, PORT_SUBMISSIONS));

	expect_true(r, here > 0 && here == there,
	    run_text(r, "SIZE %llu, as on port 465", (unsigned long long)there), "SIZE %llu",
	    (unsigned long long)here);
	smtpc_send(c, "MAIL FROM:<> SIZE=%llu", (unsigned long long)(here + more));
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	mail(r, 1, "552 5xx");
}

static void
twin(struct run *r)
{
	mail(r, 0, "250");
}

const struct test_case MX_SIZE = {
	.text = "port 25 has the limit of submission and refuses more",
	.needs = NEED_SMTP | NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
