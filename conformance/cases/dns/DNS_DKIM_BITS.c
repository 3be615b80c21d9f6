/* DNS_DKIM_BITS: RSA keys have 2048 bits at least (RFC 8301, 3.2).  Which selectors there are shows in
 * mail that the judge receives; else the usual one is looked at. */
#include "conformance/case.h"

static void
look_at(struct run *r, const char *selector)
{
	const char *name = run_text(r, "%s._domainkey.%s", selector, run_domain(r));
	struct dnsc_found key = need_records(r, name, "TXT");
	unsigned bits = key.n > 0 ? dkimc_record_bits(r, key.record[0]) : 0;

	need_true(r, bits > 0, "a key in DNS");
	expect_true(
	    r, bits >= 2048 || bits == 256, "2048 bits, or Ed25519", "%u bits at %s", bits, name);
}

static void
play(struct run *r)
{
	struct dkim_seen seen[DKIMC_SEEN_MOST];

	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	if (!run_has(r, NEED_SINK)) {
		look_at(r, "opendkim");
		return;
	}
	struct sink *s = sink_mx(r);
	need_sent(r, peer_sender(r));
	size_t n = dkimc_read(r, need_mail_at(s, 1).octets, seen);
	need_true(r, n > 0, "a signature");
	for (size_t i = 0; i < n && run_ok(r); i++)
		look_at(r, seen[i].selector);
}

const struct test_case DNS_DKIM_BITS = {
	.text = "RSA keys of signatures have 2048 bits at least",
	.needs = NEED_MAIL | NEED_RECORDS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
