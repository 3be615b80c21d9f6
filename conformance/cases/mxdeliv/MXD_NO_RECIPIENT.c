/* MXD_NO_RECIPIENT: a message for nobody is not delivered, so it is not 200 (madmail mxdeliv.rs says
 * 400). */
#include "conformance/case.h"

static void
post(struct run *r, const char *to, const char *want)
{
	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, NULL), want);
}

static void
play(struct run *r)
{
	post(r, "", "400 4xx 5xx");
}

static void
twin(struct run *r)
{
	post(r, account(r, 0)->address, "200");
}

const struct test_case MXD_NO_RECIPIENT = {
	.text = "a request to /mxdeliv without recipient is refused",
	.needs = NEED_PEER | NEED_HTTPS,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
