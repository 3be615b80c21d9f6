/* OUT_NULL_MX: a domain with "MX 0 ." gets no mail and the sender is told (RFC 7505, 4), though
 * it has an address where a server takes mail. The twin lacks the record. */
#include "conformance/case.h"

static struct sink *
open_domain(struct run *r)
{
	return sink_open(r, "", (struct sink_how){ .certificate = SINK_GOOD });
}

static void
play(struct run *r)
{
	struct sink *s = open_domain(r);

	dnsc_set(r, "", "MX", "0 .");
	expect_refused_or_returned(r, peer_address(r, "bob", ""));
	expect_no_caller(s);
}

static void
twin(struct run *r)
{
	struct sink *s = open_domain(r);

	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
}

const struct test_case OUT_NULL_MX = {
	.text = "a domain with a null MX gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
