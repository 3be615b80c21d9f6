/* MX_STRIPPED: fields that say which way a message came, and what was thought of it there, end at the
 * relay (chatmail/relay lmtp_header_cleanup): folded ones, several, and in any case of letters.  They
 * are part of what was signed over, or stand above it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const gone[] = { "DKIM-Signature", "Authentication-Results",
		"Received" };
	struct dkim_how second = { .selector = "s2" };
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	m = edit_before(r, m, "Chat-Version:",
	    SPAN("Received: from phone.example (phone.example [192.0.2.44])\r\n"
		 "\tby mx.example with ESMTPSA;\r\n"
		 " Mon, 2 Nov 2026 10:00:00 +0000\r\n"
		 "rECEIVED: by elsewhere.example\r\n"
		 "authentication-results: mx.example;\r\n\tdkim=pass header.d=bank.example\r\n"));
	m = dkimc_sign(r, dkimc_sign(r, m, NULL), &second);
	m = edit_join(r, SPAN("Authentication-Results: mx.example; dkim=pass\r\n"), m);
	struct span got = expect_mx_accepted(r, m);
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		expect_true(r, mail_fields(got, gone[i]) == 0, "the field is removed",
		    "%s is delivered", gone[i]);
}

const struct test_case MX_STRIPPED = {
	.text = "DKIM-Signature, Authentication-Results and Received are removed",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
