/* DLV_HIDDEN: recipients come from the envelope alone.  The real client writes
 * To: "hidden-recipients": ; so that recipients do not see each other
 * (chatmail/core src/mimefactory.rs).  RFC 5322, 3.4 (empty group). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), NULL);

	need_true(r, span_search(m, SPAN("hidden-recipients")) < m.n, "an empty group in To");
	expect_accepted(r, m);
}

const struct test_case DLV_HIDDEN = {
	.text = "a message with hidden recipients is delivered by its envelope",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
