/* OUT_CERT_NAME: a peer whose certificate is for another name than that of the MX host gets no
 * mail (RFC 9525, 6), although the CA has issued it. The twin's is for the MX host. */
#include "conformance/case.h"

static struct sink *
send_to(struct run *r, struct sink_how how)
{
	struct sink *s = sink_open(r, "mx1", how);

	dnsc_set(r, "", "MX", "10 mx1");
	need_sent(r, peer_address(r, "bob", ""));
	return s;
}

static void
play(struct run *r)
{
	expect_not_given(r, send_to(r, (struct sink_how){ .certificate = SINK_OTHER_NAME }));
}

static void
twin(struct run *r)
{
	expect_mail_at(send_to(r, (struct sink_how){ .certificate = SINK_GOOD }), 1);
}

const struct test_case OUT_CERT_NAME = {
	.text = "a peer with a certificate for another name gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
