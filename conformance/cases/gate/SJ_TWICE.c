/* SJ_TWICE: two Secure-Join fields give two readings. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_of_request(r, "vc-request", "vc-request");
	const struct variant v[] = {
		{ "request first",
		    edit_before(
			r, m, "Secure-Join-Inv", SPAN("Secure-Join: vc-auth-required\r\n")) },
		{ "request last",
		    edit_after(r, m, "Chat-Version: 1.0\r\n", SPAN("Secure-Join: hello\r\n")) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_request(r, "vc-request", "vc-request"));
}

const struct test_case SJ_TWICE = {
	.text = "two Secure-Join fields are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
