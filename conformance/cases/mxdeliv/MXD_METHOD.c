/* MXD_METHOD: POST and nothing else (RFC 9110, 15.5.6).  PUT comes with a whole good message, which
 * is not delivered. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct httpc *c = expect_page(r, "GET", "/mxdeliv", "405 404");
	struct span m = peer_mail(r, to);

	if (httpc_status(c) == 404)
		run_not_applicable(r, "there is no /mxdeliv");
	expect_answer(r,
	    edit_join(r,
		run_span(r,
		    "PUT /mxdeliv HTTP/1.1\r\nHost: %s\r\nX-Mail-From: %s\r\nX-Mail-To: %s\r\n"
		    "Content-Length: %zu\r\n\r\n",
		    webc_name(r), peer_sender(r), to, m.n),
		m),
	    "405 501");
	need_mx_fence(smtpc_ready(r, PORT_SMTP), box, account(r, 0));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	const char *to = account(r, 0)->address;

	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, to), "200");
}

const struct test_case MXD_METHOD = {
	.text = "/mxdeliv takes POST only",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
