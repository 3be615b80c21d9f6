/* OUT_OLD_TLS: a peer that speaks TLS 1.1 at most gets no mail (RFC 8996); neither in clear. The
 * twin speaks TLS 1.2. */
#include "conformance/case.h"

enum { TLS_1_0 = 0x0301, TLS_1_1 = 0x0302, TLS_1_2 = 0x0303 };

static void
play(struct run *r)
{
	expect_not_given(r, need_sent_to(r, (struct sink_how){ .min = TLS_1_0, .max = TLS_1_1 }));
}

static void
twin(struct run *r)
{
	expect_mail_at(need_sent_to(r, (struct sink_how){ .max = TLS_1_2 }), 1);
}

const struct test_case OUT_OLD_TLS = {
	.text = "a peer without TLS 1.2 gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
