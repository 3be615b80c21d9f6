/* MX_CASE: a recipient is found in any case of letters (chatmail/filtermail utils.rs; decision
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *to = run_upper(r, account(r, 0)->address);
	struct imapc *box = imapc_inbox(r, account(r, 0));

	expect_offer(smtpc_ready(r, PORT_SMTP), peer_sender(r), to, peer_mail(r, to), "250");
	expect_arrival(box, run_token(r));
}

const struct test_case MX_CASE = {
	.text = "a recipient in upper case gets mail of other servers",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
