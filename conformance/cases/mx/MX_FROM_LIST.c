/* MX_FROM_LIST: From with two addresses lets the relay check one and a client show the other.  The
 * signature is right and of the domain of one of them. */
#include "conformance/case.h"

static struct span
listed(struct run *r, const char *a, const char *b)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .domain = peer_domain(r) };

	m = edit_replace(r, m, run_text(r, "From: <%s>\r\n", peer_sender(r)),
	    run_text(r, "From: <%s>, <%s>\r\n", a, b));
	return dkimc_sign(r, m, &how);
}

static void
play(struct run *r)
{
	const char *other = "victim@example.net";
	const struct variant v[] = {
		{ "the true one first", listed(r, peer_sender(r), other) },
		{ "the other first", listed(r, other, peer_sender(r)) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_FROM_LIST = {
	.text = "a From with two addresses is refused on port 25",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
