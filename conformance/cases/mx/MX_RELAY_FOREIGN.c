/* MX_RELAY_FOREIGN: mail for other domains is not passed on (RFC 5321, 7.9).  Only RCPT is tried:
 * nothing is ever sent to the foreign address. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_mx_rcpt(r, "somebody@example.net", "5xx 4xx");
}

static void
twin(struct run *r)
{
	expect_mx_rcpt(r, account(r, 0)->address, "250");
}

const struct test_case MX_RELAY_FOREIGN = {
	.text = "a recipient in another domain is refused on port 25",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
