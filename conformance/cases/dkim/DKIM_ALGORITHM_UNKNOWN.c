/* DKIM_ALGORITHM_UNKNOWN: an unknown algorithm verifies nothing, and does no harm to a known
 * one beside it (RFC 6376, 3.3.4). */
#include "conformance/case.h"

static struct span
signed_with(struct run *r, const char *algorithm)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	return dkimc_sign(r, m, &(struct dkim_how){ .a = algorithm });
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "rsa-sha512", signed_with(r, "rsa-sha512") },
		{ "mldsa44-sha256", signed_with(r, "mldsa44-sha256") },
		{ "rsa-sha2567", signed_with(r, "rsa-sha2567") },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	struct dkim_how good = { .selector = "good" };

	expect_mx_accepted(r, dkimc_sign(r, signed_with(r, "mldsa44-sha256"), &good));
}

const struct test_case DKIM_ALGORITHM_UNKNOWN = {
	.text = "an unknown algorithm verifies nothing",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
