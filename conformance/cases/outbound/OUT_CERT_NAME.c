/* OUT_CERT_NAME: a peer whose certificate is for another name than that of the MX host gets no
 * mail (RFC 9525, 6), although the CA has issued it. The twin's is for the MX host. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_not_given(r, need_sent_to(r, (struct sink_how){ .certificate = SINK_OTHER_NAME }));
}

static void
twin(struct run *r)
{
	expect_mail_at(need_sent_to(r, (struct sink_how){ .certificate = SINK_GOOD }), 1);
}

const struct test_case OUT_CERT_NAME = {
	.text = "a peer with a certificate for another name gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
