/* OUT_HTTPS: mail is offered to the MX host by HTTPS first, and 200 settles it: sender, all
 * recipients and the signed message are in the request, and nothing follows by SMTP
 * (chatmail/filtermail). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct sink_web *w = sink_web_beside(s, (struct sink_how){ .certificate = SINK_GOOD });
	const char *to = peer_address(r, "bob", "");

	sink_web_answer(w, "/mxdeliv", 200, NULL, SPAN("250 OK"));
	need_sent(r, run_text(r, "%s %s", to, peer_address(r, "anna", "")));
	struct sink_request q = expect_web_request(w, "/mxdeliv", 1);
	expect_true(r, span_starts(q.head, SPAN("POST ")), "POST", "%.*s",
	    (int)span_find(q.head, 0, '\r'), (const char *)q.head.p);
	struct span from = sinkc_field(&q, "X-Mail-From");
	expect_true(r, span_eq_nocase(from, span_str(sender(r))), sender(r), "%.*s", (int)from.n,
	    (const char *)from.p);
	expect_true(r, sinkc_fields(&q, "X-Mail-To") == 2, "X-Mail-To for two recipients",
	    "%zu of them", sinkc_fields(&q, "X-Mail-To"));
	expect_dkim_pass(r, q.body, run_domain(r), NULL, NULL);
	need_sent_fence(r);
	expect_no_command(s, "MAIL");
}

const struct test_case OUT_HTTPS = {
	.text = "mail goes by HTTPS where the MX host takes it",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
