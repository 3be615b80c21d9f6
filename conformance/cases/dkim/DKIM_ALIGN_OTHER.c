/* DKIM_ALIGN_OTHER: a valid signature of somebody else vouches for somebody else, of whatever name:
 * one that ends like the author's, one with whose ending the author's ends, one in a quoted local
 * part.  The signer is always the peer, whose key can be found. */
#include "conformance/case.h"

static struct span
signed_from(struct run *r, const char *from)
{
	return dkimc_sign(r, mail_encrypted(r, from, account(r, 0)->address),
	    &(struct dkim_how){ .domain = peer_domain(r) });
}

static void
play(struct run *r)
{
	const char *thief = peer_domain(r), *end = thief + (thief[1] == '.' ? 2 : 1);
	const char *quoted = run_text(r, "\"alice@%s\"@bank.example", thief);
	const struct variant v[] = {
		{ "a stranger", signed_from(r, "alice@bank.example") },
		{ "the author's is the end", signed_from(r, run_text(r, "alice@%s", end)) },
		{ "the author's has the end", signed_from(r, run_text(r, "alice@not%s", thief)) },
		{ "named in quotes", signed_from(r, quoted) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, signed_from(r, peer_sender(r)));
}

const struct test_case DKIM_ALIGN_OTHER = {
	.text = "a signature of another domain does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 5,
	.play = play,
	.twin = twin,
};
