/* DKIM_CANON_SIMPLE: the octets of the fields as they are; of the body, only empty lines at
 * its end go (RFC 6376, 3.4.1 and 3.4.3). Without c= this is what counts. */
#include "conformance/case.h"

/* With folds, runs of white space and empty lines at the end. */
static struct span
messy(struct run *r, const struct dkim_how *how)
{
	struct mail_shape s = { .head = "X-Note:  two  spaces\t and\r\n\t a fold \r\n",
		.epilogue = "\r\n\r\n" };
	struct span m = mail_shaped(r, peer_sender(r), account(r, 0)->address, s);

	return dkimc_sign(r, m, how);
}

static void
play(struct run *r)
{
	struct dkim_how both = { .canon = "simple/simple", .fields = "From:To:Subject:X-Note" };
	struct dkim_how one = both, none = both;

	one.c = "simple";
	none.order = "v a d s h bh b";
	const struct variant v[] = {
		{ "c=simple/simple", messy(r, &both) },
		{ "c=simple", messy(r, &one) },
		{ "no c=", messy(r, &none) },
	};
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_CANON_SIMPLE = {
	.text = "signatures in simple form verify",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
