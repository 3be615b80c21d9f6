/* MXD_NO_DKIM: the door over HTTPS asks for the signature as well (chatmail/filtermail
 * http_server.rs; one deployed server does not). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_mxdeliv(r, peer_sender(r), to, mail_encrypted(r, peer_sender(r), to), "4xx 5xx");
	need_mx_fence(smtpc_ready(r, PORT_SMTP), box, account(r, 0));
	expect_absent(box, run_token(r));
}

static void
twin(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, to), "200");
	expect_arrival(box, run_token(r));
}

const struct test_case MXD_NO_DKIM = {
	.text = "unsigned mail is refused at /mxdeliv",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
