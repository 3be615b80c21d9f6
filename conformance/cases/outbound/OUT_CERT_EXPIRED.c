/* OUT_CERT_EXPIRED: a peer whose certificate has expired gets no mail, neither inside TLS nor in
 * clear afterwards (RFC 5280, 6.1.3). The twin's is valid. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_not_given(r, need_sent_to(r, (struct sink_how){ .certificate = SINK_EXPIRED }));
}

static void
twin(struct run *r)
{
	expect_mail_at(need_sent_to(r, (struct sink_how){ .certificate = SINK_GOOD }), 1);
}

const struct test_case OUT_CERT_EXPIRED = {
	.text = "a peer with an expired certificate gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
