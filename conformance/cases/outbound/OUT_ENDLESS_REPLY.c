/* OUT_ENDLESS_REPLY: a greeting that never ends is given up, and the next host gets the message
 * (RFC 5321, 5.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *endless = sink_open(r, "mx1", (struct sink_how){ .scripted = true });
	struct sink *next = sink_open(r, "mx2", (struct sink_how){ .certificate = SINK_GOOD });
	size_t most = (size_t)limit_number(r, "out_reply_octets");

	dnsc_set(r, "", "MX", "10 mx1");
	dnsc_add(r, "", "MX", "20 mx2");
	need_sent(r, peer_address(r, "bob", ""));
	size_t gone = sinkc_flood(need_caller(endless), SPAN("220-and one more thing\r\n"), most);
	expect_true(r, gone < most,
	    run_text(r, "the end of the connection before %zu octets", most), "all were read");
	expect_mail_at(next, 1);
}

const struct test_case OUT_ENDLESS_REPLY = {
	.text = "a peer that never ends its reply is given up",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.seconds = 45,
	.play = play,
};
