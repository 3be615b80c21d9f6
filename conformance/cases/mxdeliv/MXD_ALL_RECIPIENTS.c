/* MXD_ALL_RECIPIENTS: every X-Mail-To is a recipient (themadorg/madmail#77: only the first one got
 * the message, and 200 was said). */
#include "conformance/case.h"

enum { RECIPIENTS = 3 };

static void
play(struct run *r)
{
	const char *all = "";
	struct imapc *box[RECIPIENTS];

	for (unsigned i = 0; i < RECIPIENTS; i++) {
		box[i] = imapc_inbox(r, account(r, i));
		all = run_text(r, "%s%s%s", all, i == 0 ? "" : " ", account(r, i)->address);
	}
	expect_mxdeliv(r, peer_sender(r), all, peer_mail(r, NULL), "200");
	for (unsigned i = 0; i < RECIPIENTS; i++)
		expect_arrival(box[i], run_token(r));
}

const struct test_case MXD_ALL_RECIPIENTS = {
	.text = "each of three recipients gets what is posted to /mxdeliv",
	.needs = NEED_PEER | NEED_HTTPS | NEED_IMAPS,
	.accounts = RECIPIENTS,
	.mails = 1,
	.play = play,
};
