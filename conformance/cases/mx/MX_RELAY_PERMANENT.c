/* MX_RELAY_PERMANENT: the refusal of a foreign recipient is final (chatmail/relay#977): 4yz would be
 * tried again for days.  Another domain, one beneath the relay's own, and an address literal. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_mx_rcpt(r, "somebody@example.net", "554 5xx");
	expect_mx_rcpt(r, run_text(r, "somebody@no-such-host.%s", run_domain(r)), "554 5xx");
	expect_mx_rcpt(r, "somebody@[192.0.2.25]", "554 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_rcpt(r, account(r, 0)->address, "250");
}

const struct test_case MX_RELAY_PERMANENT = {
	.text = "a recipient in another domain is refused for good",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
