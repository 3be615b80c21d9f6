/* MX_LOOP: a message that has come through a hundred servers goes in circles (RFC 5321, 6.3).  Twenty
 * are many, and pass. */
#include "conformance/case.h"

static struct span
travelled(struct run *r, const char *hops)
{
	struct span m = peer_mail(r, account(r, 0)->address), trace = SPAN("");

	for (int64_t i = limit_number(r, hops); i > 0; i--)
		trace = edit_join(r, trace,
		    SPAN("Received: from a.example by b.example;\r\n"
			 "\tMon, 2 Nov 2026 10:00:00 +0000\r\n"));
	return edit_join(r, trace, m);
}

static void
play(struct run *r)
{
	expect_mx_refused(r, travelled(r, "mx_hops"), "554 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, travelled(r, "mx_hops_floor"));
}

const struct test_case MX_LOOP = {
	.text = "a message with more than a hundred Received fields is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
