/* GATE_SUBJECT_FREE: the gate does not look at Subject, Chat-* or Autocrypt fields;
 * other mail programs write theirs. chatmail/relay#209, #370. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_of_shape(r, (struct mail_shape){ 0 });
	const struct variant v[] = {
		{ "Subject", edit_replace(r, m, "Subject: [...]", "Subject: Meet me at nine") },
		{ "no Subject",
		    edit_replace(
			r, mail_of_shape(r, (struct mail_shape){ 0 }), "Subject: [...]\r\n", "") },
		{ "Autocrypt",
		    mail_of_shape(r,
			(struct mail_shape){
			    .head =
				"Autocrypt: addr=x@y; prefer-encrypt=mutual; keydata=AAAA\r\n" }) },
		{ "user agent",
		    mail_of_shape(r,
			(struct mail_shape){ .head = "X-Mailer: Thunderbird\r\nIn-Reply-To: "
						     "<x@y>\r\nReferences: <x@y>\r\n" }) },
		{ "Chat fields",
		    mail_of_shape(r,
			(struct mail_shape){
			    .head = "Chat-Is-Post-Message: 1\r\nChat-Group-ID: abc\r\n" }) },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case GATE_SUBJECT_FREE = {
	.text = "other header fields do not matter",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 6,
	.play = play,
};
