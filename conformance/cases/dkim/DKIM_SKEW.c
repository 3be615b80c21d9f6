/* DKIM_SKEW: clocks differ (RFC 6376, 3.5 leaves room; deployed relays tolerate five minutes). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "made in two minutes", "over for two minutes" };
	const struct dkim_how how[] = {
		{ .t = dkimc_time(r, 120) },
		{ .t = dkimc_time(r, -600), .x = dkimc_time(r, -120) },
	};
	struct variant v[COUNT_OF(how)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		v[i] = (struct variant){ name[i], dkimc_sign(r, m, &how[i]) };
	}
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_SKEW = {
	.text = "clocks may differ by two minutes",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
