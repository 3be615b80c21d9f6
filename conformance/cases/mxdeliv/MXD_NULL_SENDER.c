/* MXD_NULL_SENDER: no X-Mail-From is the null sender, that of delivery reports (chatmail/filtermail
 * http_server.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_mxdeliv(r, NULL, to, peer_mail(r, to), "200");
	expect_arrival(box, run_token(r));
}

const struct test_case MXD_NULL_SENDER = {
	.text = "a request without X-Mail-From is delivered",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
