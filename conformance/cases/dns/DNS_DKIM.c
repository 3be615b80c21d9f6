/* DNS_DKIM: the key with which the relay signs is where its signatures say (RFC 6376, 3.6.1).  Which
 * selector that is shows in mail that the judge receives; else it is asked for the usual one. */
#include "conformance/case.h"

static void
look_for(struct run *r, const char *selector)
{
	const char *name = run_text(r, "%s._domainkey.%s", selector, run_domain(r));
	struct dnsc_found key = need_records(r, name, "TXT");

	expect_true(r, key.n == 1, "one key record", "%zu at %s", key.n, name);
	expect_true(r, key.n != 1 || dkimc_record_bits(r, key.record[0]) > 0,
	    "a usable key for mail", "at %s: %.*s", name, (int)key.record[0].n,
	    (const char *)key.record[0].p);
}

static void
play(struct run *r)
{
	struct dkim_seen seen[DKIMC_SEEN_MOST];

	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	if (!run_has(r, NEED_SINK)) {
		look_for(r, "opendkim");
		return;
	}
	struct sink *s = sink_mx(r);
	need_sent(r, peer_sender(r));
	struct span sent = need_mail_at(s, 1).octets;
	size_t n = run_ok(r) ? dkimc_read(r, sent, seen) : 0;
	for (size_t i = 0; i < n; i++)
		look_for(r, seen[i].selector);
	expect_dkim_pass(r, sent, run_domain(r), NULL, NULL);
}

const struct test_case DNS_DKIM = {
	.text = "the key of the relay's signatures is in DNS",
	.needs = NEED_MAIL | NEED_RECORDS,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
