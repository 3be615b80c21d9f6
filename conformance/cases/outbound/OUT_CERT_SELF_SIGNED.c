/* OUT_CERT_SELF_SIGNED: a peer with a self-signed certificate gets no mail, neither inside TLS
 * nor in clear afterwards (chatmail/relay main.cf.j2: verify). The twin's is from the CA. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_not_given(r, need_sent_to(r, (struct sink_how){ .certificate = SINK_SELF_SIGNED }));
}

static void
twin(struct run *r)
{
	expect_mail_at(need_sent_to(r, (struct sink_how){ .certificate = SINK_GOOD }), 1);
}

const struct test_case OUT_CERT_SELF_SIGNED = {
	.text = "a peer with a self-signed certificate gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
