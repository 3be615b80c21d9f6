/* DKIM_IDENTITY: i= names whom the signer means, below d=; it decides nothing (RFC 6376,
 * 3.11). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "another local part", "a domain below",
		"no local part" };
	const struct dkim_how how[] = {
		{ .i = run_text(r, "bob@%s", peer_domain(r)) },
		{ .i = run_text(r, "alice@mail.%s", peer_domain(r)) },
		{ .i = run_text(r, "@%s", peer_domain(r)) },
	};
	struct variant v[COUNT_OF(how)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		v[i] = (struct variant){ name[i], dkimc_sign(r, m, &how[i]) };
	}
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_IDENTITY = {
	.text = "an identity below the domain is accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
};
