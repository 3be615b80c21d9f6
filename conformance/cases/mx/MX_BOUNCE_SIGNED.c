/* MX_BOUNCE_SIGNED: a report that is not signed is refused by the next relay (chatmail/relay#964):
 * d= is the mail domain, and so is that of From. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink_mail m = need_report(r);
	struct span from = mail_field(m.octets, "From");
	const char *domain = run_text(r, "@%s", run_domain(r));
	expect_dkim_pass(r, m.octets, run_domain(r), NULL, NULL);
	expect_true(r, span_search_nocase(from, span_str(domain)) < from.n,
	    run_text(r, "From: ...%s", domain), "%.*s", (int)from.n, (const char *)from.p);
}

const struct test_case MX_BOUNCE_SIGNED = {
	.text = "delivery reports are signed by the relay's domain",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 1,
	.play = play,
};
