/* MXD_HUGE: a gibioctet is refused when it is announced (RFC 9110, 15.5.14): nothing of it is ever
 * sent here. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct httpc *c = expect_answer(r,
	    run_span(r,
		"POST /mxdeliv HTTP/1.1\r\nHost: %s\r\nX-Mail-From: %s\r\nX-Mail-To: %s\r\n"
		"Content-Length: %lld\r\n\r\n",
		webc_name(r), peer_sender(r), account(r, 0)->address,
		(long long)limit_number(r, "mxd_body_octets")),
	    "413 4xx close");

	if (httpc_status(c) == 404)
		run_not_applicable(r, "there is no /mxdeliv");
}

static void
twin(struct run *r)
{
	const char *to = account(r, 0)->address;

	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, to), "200");
}

const struct test_case MXD_HUGE = {
	.text = "a huge body is refused at /mxdeliv",
	.needs = NEED_PEER | NEED_HTTPS,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
