/* DLV_RECEIVED: no Received field reaches the recipient: not one that the client
 * sent, folded or in other case, and none that the relay would add.  chatmail/relay
 * submission_header_cleanup, lmtp_header_cleanup; promise Zero State. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "Received" };
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_before(r, m, "Chat-Version:",
	    SPAN("Received: from phone.example (phone.example [192.0.2.44])\r\n"
		 "\tby mx.example with ESMTPSA\r\n"
		 "rECEIVED: by elsewhere.example\r\n"));
	struct span got = expect_accepted(r, m);
	for (size_t i = 0; i < COUNT_OF(name); i++)
		expect_true(r, mail_fields(got, name[i]) == 0, "the field is removed",
		    "%s is delivered", name[i]);
}

const struct test_case DLV_RECEIVED = {
	.text = "Received is removed and none is added",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
