/* DKIM_BROKEN_BODY: what counts is the hash of the body that came, not that a signature is
 * there (RFC 6376, 6.1.3). The change is one that the rule of encryption allows: the twin is
 * signed after it. */
#include "conformance/case.h"

static struct span
spaced(struct run *r, struct span m)
{
	return edit_replace(
	    r, m, "\r\nContent-Type: application/octet", "\r\nContent-Type:  application/octet");
}

static struct span
mail(struct run *r)
{
	return mail_encrypted(r, peer_sender(r), account(r, 0)->address);
}

static void
play(struct run *r)
{
	struct dkim_how other = { .bad_body = true }, strictly = { .canon = "simple/simple" };
	const struct variant v[] = {
		{ "bh= of another body", dkimc_sign(r, mail(r), &other) },
		{ "a space more", spaced(r, dkimc_sign(r, mail(r), &strictly)) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(
	    r, dkimc_sign(r, spaced(r, mail(r)), &(struct dkim_how){ .canon = "simple/simple" }));
}

const struct test_case DKIM_BROKEN_BODY = {
	.text = "a body that is not the signed one is refused",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
