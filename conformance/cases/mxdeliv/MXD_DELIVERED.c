/* MXD_DELIVERED: mail over HTTPS: 200, exactly, and it is there (chatmail/filtermail http_server.rs;
 * #153: another 2xx is a failure for some senders). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, to), "200");
	expect_arrival(box, run_token(r));
}

const struct test_case MXD_DELIVERED = {
	.text = "a message that is posted to /mxdeliv arrives",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
