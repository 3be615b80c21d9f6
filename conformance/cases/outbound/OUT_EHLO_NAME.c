/* OUT_EHLO_NAME: the relay gives its own name in EHLO (RFC 5321, 2.3.5 and 4.1.1.1), before
 * STARTTLS and after it: the mail domain, a name below it, or an address literal. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct span domain = span_str(run_domain(r));

	need_sent(r, peer_address(r, "bob", ""));
	struct span name = span_str(need_mail_at(s, 1).ehlo);
	struct span tail = span_sub(name, name.n > domain.n ? name.n - domain.n : 0, name.n);
	expect_true(r,
	    span_starts(name, SPAN("[")) ||
		(span_eq_nocase(tail, domain) &&
		    (tail.n == name.n || name.p[name.n - tail.n - 1] == '.')),
	    run_text(r, "EHLO %s", run_domain(r)), "EHLO %.*s", (int)name.n, (const char *)name.p);
	const char *said = run_text(r, "EHLO %.*s", (int)name.n, (const char *)name.p);
	expect_true(r, sink_commands(s, said) == sink_commands(s, "EHLO"),
	    "the same name in clear and inside TLS", "another one in clear");
}

const struct test_case OUT_EHLO_NAME = {
	.text = "the relay gives its own name in EHLO",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
