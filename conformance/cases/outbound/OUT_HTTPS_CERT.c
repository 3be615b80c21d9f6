/* OUT_HTTPS_CERT: an HTTPS server whose certificate does not verify gets no request
 * (chatmail/filtermail worker.rs); the mail goes by SMTP. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	struct sink_web *w =
	    sink_web_beside(s, (struct sink_how){ .certificate = SINK_SELF_SIGNED });

	sink_web_answer(w, "/mxdeliv", 200, NULL, SPAN("250 OK"));
	need_sent(r, peer_address(r, "bob", ""));
	expect_mail_at(s, 1);
	expect_no_web_request(w, NULL);
}

const struct test_case OUT_HTTPS_CERT = {
	.text = "nothing is posted to a server that cannot be verified",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
