/* DKIM_NONE: without a signature nobody vouches for the author (chatmail/filtermail
 * src/dkim_verifier.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_mx_refused(r, mail_encrypted(r, peer_sender(r), account(r, 0)->address), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_NONE = {
	.text = "a message without a signature is refused",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
