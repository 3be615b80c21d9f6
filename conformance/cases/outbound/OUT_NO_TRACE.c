/* OUT_NO_TRACE: neither the client's name nor its address nor its program goes along to other
 * servers (chatmail/relay submission_header_cleanup). Its address here is the judge's own. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *sink = sink_mx(r);
	const char *to = peer_address(r, "bob", ""), *name = "device.example";
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct span m = edit_before(r, mail_encrypted(r, sender(r), to), "Chat-Version:",
	    SPAN("User-Agent: Secret/1\r\nX-Mailer: Secret\r\nX-Originating-IP: [192.0.2.7]\r\n"));

	smtpc_send(c, "EHLO %s", name);
	need_reply(c, "250");
	need_submit(c, sender(r), to, m);
	struct span got = need_mail_at(sink, 1).octets;
	const char *traces[] = { name, "[127.0.0.1]", "[::1]", "192.0.2.7",
		"User-Agent:", "X-Mailer:", "X-Originating-IP:" };
	for (size_t i = 0; i < sizeof traces / sizeof traces[0]; i++)
		expect_true(r, span_search_nocase(got, span_str(traces[i])) == got.n,
		    "no trace of the client", "%s is in the message", traces[i]);
}

const struct test_case OUT_NO_TRACE = {
	.text = "no trace of the client goes along to other servers",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
