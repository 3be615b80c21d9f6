/* GATE_SMIME: S/MIME is another promise: it leaves the signer readable, and this relay
 * cannot check it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_shape(r,
		(struct mail_shape){
		    .type = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
			    "Content-Transfer-Encoding: base64\r\n",
		    .whole_body = "MIAGCSqGSIb3DQEHA6CAMIACAQAxggEzMIIBLwIBADAXMBIxEDAOBgNVBAMTB0NB"
				  "UlNBMQ==\r\n" }),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_SMIME = {
	.text = "S/MIME is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
