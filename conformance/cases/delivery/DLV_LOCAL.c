/* DLV_LOCAL: what the relay has accepted for one of its own users arrives in
 * that user's INBOX.  RFC 5321, 4.2.5: 250 after DATA takes the responsibility. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_accepted(r, mail_encrypted(r, sender(r), recipient(r)));
}

const struct test_case DLV_LOCAL = {
	.text = "an accepted message arrives at its recipient",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
