/* Delivery reports in both directions: what another server writes, and what it gets.  RFC 3464. */
#include "conformance/engine/run.h"

struct span
peer_report(struct run *r, const char *local, const char *head)
{
	return mail_shaped(r, peer_address(r, local, ""), account(r, 0)->address,
	    (struct mail_shape){ .head = head,
		.type = "Content-Type: multipart/report; report-type=delivery-status;\r\n"
			"\tboundary=\"%B\"\r\n",
		.whole_body = "--%B\r\nContent-Type: text/plain; charset=utf-8\r\n"
			      "Content-Transfer-Encoding: 8bit\r\n\r\n"
			      "Your message could not be delivered: \xc3\xbc"
			      "ber Quota.\r\n"
			      "\r\n--%B\r\nContent-Type: message/delivery-status\r\n\r\n"
			      "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; "
			      "bob@example.org\r\n"
			      "Action: failed\r\nStatus: 5.2.2\r\n\r\n--%B--\r\n" });
}

struct sink_mail
need_report(struct run *r)
{
	const char *nobody = run_text(r, "q%.8s@%s", run_token(r), run_domain(r));
	struct sink *home = sink_mx(r);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	need_submit(c, peer_sender(r), nobody, peer_mail(r, nobody));
	return need_mail_at(home, 1);
}

void
need_bounces(struct run *r, struct smtpc *c, struct sink *home)
{
	unsigned n = 1;

	for (unsigned i = 0; i < 2; i++) {
		const char *nobody = run_text(r, "q%.7s%u@%s", run_token(r), i, run_domain(r));
		struct span report;
		need_submit(c, peer_sender(r), nobody, peer_mail(r, nobody));
		do {
			report = need_mail_at(home, n++).octets;
		} while (run_ok(r) && span_search_nocase(report, span_str(nobody)) == report.n);
	}
}
