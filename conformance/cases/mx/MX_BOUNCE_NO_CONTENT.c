/* MX_BOUNCE_NO_CONTENT: what could not be delivered is not sent back: no line of the body is in the
 * report (decision Q-82; RFC 3464, 2 lets headers be enough).  Lines of armor are long enough not to
 * be there by chance. */
#include "conformance/case.h"

enum { LINE_LEAST = 40 };

static void
play(struct run *r)
{
	const char *nobody = run_text(r, "q%.8s@%s", run_token(r), run_domain(r));
	struct sink *home = sink_mx(r);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	struct span sent = peer_mail(r, nobody), body = mail_body(sent);
	size_t lines = 0;

	need_submit(c, peer_sender(r), nobody, sent);
	struct span report = need_mail_at(home, 1).octets;
	for (size_t at = 0, end; at < body.n; at = end + 1) {
		end = span_find(body, at, '\n');
		struct span line = span_trim(span_sub(body, at, end - at));
		if (line.n < LINE_LEAST || span_starts(line, SPAN("--")) ||
		    span_starts(line, SPAN("Content-")))
			continue;
		lines++;
		expect_true(r, span_search(report, line) == report.n, "no line of the body", "%.*s",
		    (int)line.n, (const char *)line.p);
	}
	need_true(r, lines > 0, "lines of armor in the message");
}

const struct test_case MX_BOUNCE_NO_CONTENT = {
	.text = "delivery reports quote no body",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 1,
	.play = play,
};
