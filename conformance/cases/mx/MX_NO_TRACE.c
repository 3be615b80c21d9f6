/* MX_NO_TRACE: what the relay learned from the connection is not written into the message: neither
 * the word of EHLO nor the address it came from (promise Zero State; RFC 5321, 4.4 would have both in
 * Received). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	const char *name = run_text(r, "gateway-%s.example", run_token(r));
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "EHLO %s", name);
	need_reply(c, "250");
	need_submit(c, peer_sender(r), to, peer_mail(r, to));
	struct span got = need_arrival(box, run_token(r));
	expect_true(r, span_search_nocase(got, span_str(name)) == got.n,
	    "the EHLO name is not in the message", "%s is in it", name);
	expect_true(r,
	    span_search(got, SPAN("[127.")) == got.n && span_search(got, SPAN("[::1]")) == got.n,
	    "no address literal of the server", "one is in it");
}

const struct test_case MX_NO_TRACE = {
	.text = "name and address of the other server are not in the message",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
