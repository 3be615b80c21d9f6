/* MX_BOUNCE_UNKNOWN: RCPT tells nobody which names exist, so the author hears it afterwards: a
 * multipart/report that names the recipient comes to his server (RFC 5321, 6.1; RFC 3464). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *nobody = run_text(r, "q%.8s@%s", run_token(r), run_domain(r));
	struct sink *home = sink_mx(r);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_submit(c, peer_sender(r), nobody, peer_mail(r, nobody), "250");
	struct sink_mail m = expect_mail_at(home, 1);
	struct span type = mail_field(m.octets, "Content-Type");
	expect_true(r, span_search_nocase(type, SPAN("multipart/report")) < type.n,
	    "Content-Type: multipart/report", "%.*s", (int)type.n, (const char *)type.p);
	expect_true(r, span_search_nocase(m.octets, span_str(nobody)) < m.octets.n, nobody,
	    "the report does not name the recipient");
	expect_true(r, m.to_n == 1 && span_eq_nocase(span_str(m.to[0]), span_str(peer_sender(r))),
	    peer_sender(r), "%s", m.to_n > 0 ? m.to[0] : "no recipient");
}

const struct test_case MX_BOUNCE_UNKNOWN = {
	.text = "mail to an unknown user is answered by a report to its author",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 1,
	.play = play,
};
