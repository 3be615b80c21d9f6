/* MXD_CHUNKED: a body in chunks is the same body (RFC 9112, 7.1): a short one, the rest, and the
 * end. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct httpc *c = httpc_connect(r, PORT_HTTPS);
	struct span m = peer_mail(r, to), first = span_sub(m, 0, 7), rest = span_sub(m, 7, m.n);

	httpc_send(c,
	    "POST /mxdeliv HTTP/1.1\r\nHost: %s\r\nX-Mail-From: %s\r\nX-Mail-To: %s\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n7\r\n%.*s\r\n%zx\r\n",
	    webc_name(r), peer_sender(r), to, (int)first.n, (const char *)first.p, rest.n);
	httpc_raw(c, edit_join(r, rest, SPAN("\r\n0\r\n\r\n")));
	expect_status(c, "200 404");
	if (httpc_status(c) == 404)
		run_not_applicable(r, "there is no /mxdeliv");
	struct span got = expect_arrival(box, run_token(r));
	expect_true(r, span_eq(mail_body(got), mail_body(m)), "the body as it was sent",
	    "%zu octets sent, %zu arrived, or some differ", mail_body(m).n, mail_body(got).n);
}

const struct test_case MXD_CHUNKED = {
	.text = "a message in chunks is delivered",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
