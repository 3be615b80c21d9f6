/* DKIM_TAG_UNKNOWN: unknown tags are passed over (RFC 6376, 3.2), and z= is for people. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "foo=", "z= and q=" };
	const struct dkim_how how[] = {
		{ .more = "foo=bar; y_2=; zz=1:2|3" },
		{ .q = "dns/txt", .more = "z=From:alice|Subject:hello=20you" },
	};
	struct variant v[COUNT_OF(how)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		v[i] = (struct variant){ name[i], dkimc_sign(r, m, &how[i]) };
	}
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_TAG_UNKNOWN = {
	.text = "unknown tags are passed over",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
