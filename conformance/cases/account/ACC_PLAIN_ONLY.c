/* ACC_PLAIN_ONLY: PLAIN inside TLS is the one mechanism: with others the server would
 * have to keep passwords it can read (RFC 4616; dovecot.conf of deployed relays). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const other[] = { "LOGIN", "CRAM-MD5", "DIGEST-MD5", "XOAUTH2", "NTLM" };
	struct smtpc *s = smtpc_ready(r, PORT_SUBMISSIONS);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_true(r, smtpc_offers(s, "AUTH", "PLAIN"), "AUTH PLAIN in EHLO", "it is missing");
	expect_imap(c, "OK", "CAPABILITY");
	expect_true(
	    r, imapc_find(c, "AUTH=PLAIN").n > 0, "AUTH=PLAIN in CAPABILITY", "it is missing");
	for (size_t i = 0; i < COUNT_OF(other); i++) {
		expect_true(
		    r, !smtpc_offers(s, "AUTH", other[i]), "no other AUTH in EHLO", "%s", other[i]);
		expect_true(r, imapc_find(c, run_text(r, "AUTH=%s", other[i])).n == 0,
		    "no other AUTH= in CAPABILITY", "%s", other[i]);
	}
}

const struct test_case ACC_PLAIN_ONLY = {
	.text = "PLAIN is the only mechanism offered",
	.needs = NEED_MAIL,
	.play = play,
};
