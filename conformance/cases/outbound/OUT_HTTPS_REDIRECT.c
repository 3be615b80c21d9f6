/* OUT_HTTPS_REDIRECT: a redirect is not followed (RFC 9110, 15.4 leaves it to the client): a
 * stranger could make the relay post anywhere, also inside its own network. The mail goes by SMTP.
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct sink_web *w = sink_web_beside(s, (struct sink_how){ .certificate = SINK_GOOD });

	sink_web_answer(w, "/mxdeliv", 307, "Location: /elsewhere\r\n", SPAN(""));
	sink_web_answer(w, "/elsewhere", 200, NULL, SPAN("250 OK"));
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
	expect_no_web_request(w, "/elsewhere");
}

const struct test_case OUT_HTTPS_REDIRECT = {
	.text = "redirects of the HTTPS server are not followed",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
