/* MXD_CLEAR_HTTP: what comes without TLS is not delivered; port 80 leads to 443 (chatmail/relay
 * nginx.conf; promise Security Enforcement). */
#include "conformance/case.h"

static void
post(struct run *r, enum port p, const char *want)
{
	const char *to = account(r, 0)->address;
	struct httpc *c = httpc_connect(r, p);
	struct span m = peer_mail(r, to);

	httpc_raw(c,
	    edit_join(r,
		run_span(r,
		    "POST /mxdeliv HTTP/1.1\r\nHost: %s\r\nX-Mail-From: %s\r\nX-Mail-To: %s\r\n"
		    "Content-Length: %zu\r\n\r\n",
		    webc_name(r), peer_sender(r), to, m.n),
		m));
	expect_status(c, want);
	if (p == PORT_HTTPS && httpc_status(c) == 404)
		run_not_applicable(r, "there is no /mxdeliv");
}

static void
play(struct run *r)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));

	post(r, PORT_HTTP, "301 308 3xx 4xx 5xx close");
	need_mx_fence(smtpc_ready(r, PORT_SMTP), box, account(r, 0));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	post(r, PORT_HTTPS, "200 404");
}

const struct test_case MXD_CLEAR_HTTP = {
	.text = "mail is not taken over HTTP without TLS",
	.needs = NEED_PEER | NEED_HTTPS | NEED_HTTP | NEED_IMAPS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
