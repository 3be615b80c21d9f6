/* DLV_NO_CLIENT_TRACE: what the relay learned from the connection appears
 * nowhere in the delivered octets: neither the name given in EHLO nor the
 * address literal.  chatmail/core tests/online/test_2_deltachat.py
 * (test_hide_senders_ip_address); RFC 5321, 4.4 would have it in Received. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	const char *name = run_text(r, "device-%s.example", run_token(r));
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_replace(r, m, run_token(r), "trace");
	m = edit_before(r, m, "Chat-Version:", run_span(r, "X-Canary: find-%s\r\n", run_token(r)));
	smtpc_send(s, "EHLO %s", name);
	need_reply(s, "250");
	need_submit(s, sender(r), recipient(r), m);
	struct span got = need_arrival(c, run_text(r, "find-%s", run_token(r)));
	expect_true(r, span_search_nocase(got, span_str(name)) == got.n,
	    "the EHLO name is not in the message", "%s is in it", name);
	expect_true(r,
	    span_search(got, SPAN("[127.0.0.1]")) == got.n &&
		span_search(got, SPAN("[::1]")) == got.n,
	    "no address literal of the client", "one is in it");
}

const struct test_case DLV_NO_CLIENT_TRACE = {
	.text = "the client's name and address are not in the delivered message",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
