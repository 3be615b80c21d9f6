/* OUT_HTTPS_FALLBACK: when HTTPS does not say 200, SMTP decides (chatmail/filtermail worker.rs):
 * a web server that knows nothing of mail, one that is broken, and one that refuses. Three domains.
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const int status[] = { 404, 500, 400 };
	struct sink *s[3];
	const char *to = "";

	for (size_t i = 0; i < 3; i++) {
		const char *name = run_text(r, "d%zu", i);
		s[i] = sink_open(r, name, (struct sink_how){ .certificate = SINK_GOOD });
		sink_web_answer(
		    sink_web_beside(s[i], (struct sink_how){ .certificate = SINK_GOOD }),
		    "/mxdeliv", status[i], NULL, SPAN("554 5.7.1 no"));
		dnsc_set(r, name, "MX", "10 %s", name);
		to = run_text(r, "%s%s%s", to, *to ? " " : "", peer_address(r, "bob", name));
	}
	need_sent(r, to);
	for (size_t i = 0; i < 3; i++)
		expect_mail_at(s[i], 1);
}

const struct test_case OUT_HTTPS_FALLBACK = {
	.text = "when HTTPS does not take the mail it goes by SMTP",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
