/* DKIM_TAG_DUPLICATE: a list with a tag twice is no list (RFC 6376, 3.2): two readers would
 * take two different values. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "two d=", "two h=", "two of a stranger" };
	const struct dkim_how how[] = {
		{ .more = run_text(r, "d=sub.%s", peer_domain(r)) },
		{ .more = "h=From" },
		{ .more = "foo=1; foo=1" },
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

const struct test_case DKIM_TAG_DUPLICATE = {
	.text = "a signature with a tag twice does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
