/* MXD_FOREIGN: what is for another domain is not taken over HTTPS either (RFC 5321, 7.9), not even
 * beside a recipient of ours: 200 would say that both have it. */
#include "conformance/case.h"

static void
post(struct run *r, const char *to, const char *want)
{
	expect_mxdeliv(r, peer_sender(r), to, peer_mail(r, NULL), want);
}

static void
play(struct run *r)
{
	post(r, "somebody@example.net", "4xx 5xx");
	post(r, run_text(r, "%s somebody@example.net", account(r, 0)->address), "4xx 5xx");
}

static void
twin(struct run *r)
{
	post(r, account(r, 0)->address, "200");
}

const struct test_case MXD_FOREIGN = {
	.text = "a recipient in another domain is refused at /mxdeliv",
	.needs = NEED_PEER | NEED_HTTPS,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
