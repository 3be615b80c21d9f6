/* OUT_CLEAR_NEVER: a peer without STARTTLS gets no mail (promise Security Enforcement; RFC 3207,
 * 4 leaves it to the client). The relay may try again or give the message back. The twin offers it.
 * */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_not_given(r, need_sent_to(r, (struct sink_how){ .no_starttls = true }));
}

static void
twin(struct run *r)
{
	expect_mail_at(need_sent_to(r, (struct sink_how){ .certificate = SINK_GOOD }), 1);
}

const struct test_case OUT_CLEAR_NEVER = {
	.text = "a peer without STARTTLS gets no mail",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
