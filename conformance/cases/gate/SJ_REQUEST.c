/* SJ_REQUEST: a legacy Secure-Join request passes in clear: two people who have no
 * keys yet begin this way. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span plain = mail_of_request(r, "vc-request", "vc-request");
	const struct variant v[] = {
		{ "vc-request", plain },
		{ "its part repeats the Message-ID",
		    edit_after(r, plain, "Content-Type: text/plain; charset=utf-8\r\n",
			SPAN("Message-ID: <the-same@localhost>\r\n")) },
		{ "vg-request", mail_of_request(r, "vg-request", "vg-request") },
	};

	expect_each_accepted(r, v, COUNT_OF(v));
}

const struct test_case SJ_REQUEST = {
	.text = "vc-request and vg-request pass in clear",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
};
