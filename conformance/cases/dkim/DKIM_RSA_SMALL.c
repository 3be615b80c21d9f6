/* DKIM_RSA_SMALL: keys of less than 1024 bits are broken in hours or months (RFC 8301, 3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct dkim_fault faults[] = {
		{ "512 bits", { .bits = 512, .selector = "a" } },
		{ "768 bits", { .bits = 768, .selector = "b" } },
		{ "1016 bits", { .bits = 1016, .selector = "c" } },
	};

	expect_faults_refused(r, faults, COUNT_OF(faults));
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case DKIM_RSA_SMALL = {
	.text = "keys of less than 1024 bits are not accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
