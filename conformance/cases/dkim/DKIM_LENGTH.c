/* DKIM_LENGTH: a signature over a part of the body vouches for that part, and what follows can
 * be anybody's (RFC 6376, 8.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "l=0", "a part of the body" };
	const struct dkim_how how[] = {
		{ .limited = true },
		{ .limited = true, .length = 300 },
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

const struct test_case DKIM_LENGTH = {
	.text = "a signature over a part of the body does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
