/* DKIM_KEY_MISSING: where there is no key there will be none tomorrow: a permanent answer (RFC
 * 6376, 6.1.2 and 6.3). */
#include "conformance/case.h"

static struct span
signed_with(struct run *r, const char *selector, bool published)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	return dkimc_sign(
	    r, m, &(struct dkim_how){ .selector = selector, .unpublished = !published });
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "no such name", signed_with(r, "none", false) },
		{ "no TXT record", signed_with(r, "address", false) },
		{ "another TXT record", signed_with(r, "text", false) },
	};

	dnsc_set(r, dkimc_place(r, &(struct dkim_how){ .selector = "address" }), "A", "127.0.0.1");
	dnsc_set(
	    r, dkimc_place(r, &(struct dkim_how){ .selector = "text" }), "TXT", "\"v=spf1 -all\"");
	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, signed_with(r, "there", true));
}

const struct test_case DKIM_KEY_MISSING = {
	.text = "without a key the message is refused for good",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
