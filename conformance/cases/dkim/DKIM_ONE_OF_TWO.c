/* DKIM_ONE_OF_TWO: signatures are judged one by one, in any order (RFC 6376, 4.2 and 6.1). */
#include "conformance/case.h"

/* Signed twice: the second signature stands in front of the first. */
static struct span
twice(struct run *r, const struct dkim_how *behind, const struct dkim_how *front)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	return dkimc_sign(r, dkimc_sign(r, m, behind), front);
}

static void
play(struct run *r)
{
	struct dkim_how good = { .selector = "good" };
	struct dkim_how broken = { .selector = "broken", .bad_signature = true };
	struct dkim_how other = { .domain = peer_name(r, "list") };
	struct dkim_how lost = { .selector = "lost", .unpublished = true };
	const struct variant v[] = {
		{ "a broken one in front", twice(r, &good, &broken) },
		{ "a broken one behind", twice(r, &broken, &good) },
		{ "another domain's in front", twice(r, &good, &other) },
		{ "another domain's behind", twice(r, &other, &good) },
		{ "one without a key in front", twice(r, &good, &lost) },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_ONE_OF_TWO = {
	.text = "one valid signature among others is enough",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 5,
	.play = play,
};
