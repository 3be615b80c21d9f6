/* DKIM_RSA_SMALL: keys of less than 1024 bits are broken in hours or months (RFC 8301, 3.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "512 bits", "768 bits", "1016 bits" };
	const struct dkim_how how[] = {
		{ .bits = 512, .selector = "a" },
		{ .bits = 768, .selector = "b" },
		{ .bits = 1016, .selector = "c" },
	};
	struct variant v[COUNT_OF(how)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		v[i] = (struct variant){ name[i], dkimc_sign(r, m, &how[i]) };
	}
	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
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
