/* DKIM_TAG_NO_VERSION: v=1 is what says how the rest is meant (RFC 6376, 3.5 and 6.1.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "none", "v=2", "v=1.0" };
	const struct dkim_how how[] = {
		{ .order = "a c d s h bh b" },
		{ .v = "2" },
		{ .v = "1.0" },
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

const struct test_case DKIM_TAG_NO_VERSION = {
	.text = "a signature without v=1 does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
