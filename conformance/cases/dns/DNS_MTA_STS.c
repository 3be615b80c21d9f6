/* DNS_MTA_STS: the policy is announced and names the hosts of the MX records (RFC 8461, 3.1, 4.1). */
#include "conformance/case.h"

/* "v=STSv1; id=..." with 1 to 32 octets of id. */
static bool
is_announcement(struct span record)
{
	struct span id = span_sub(record, span_search(record, SPAN("id=")) + 3, record.n);

	id.n = span_find(id, 0, ';');
	return span_starts(record, SPAN("v=STSv1;")) && id.n >= 1 && id.n <= 32;
}

/* An mx of the policy is this name, or "*." and all of it but the first label. */
static bool
policy_has(struct span policy, struct span host)
{
	struct span above = span_sub(host, span_find(host, 0, '.'), host.n);

	for (size_t at = 0; at < policy.n; at = span_find(policy, at, '\n') + 1) {
		struct span mx = span_sub(policy, at, span_find(policy, at, '\n') - at);
		if (!span_starts(mx, SPAN("mx:")))
			continue;
		mx = span_trim(span_sub(mx, 3, mx.n));
		if (span_eq_nocase(mx, host) ||
		    (span_starts(mx, SPAN("*.")) && span_eq_nocase(span_sub(mx, 1, mx.n), above)))
			return true;
	}
	return false;
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	const char *name = run_text(r, "mta-sts.%s", run_domain(r));
	struct dnsc_found txt = need_records(r, run_text(r, "_%s", name), "TXT");
	struct dnsc_found mx = need_records(r, run_domain(r), "MX");
	struct httpc *c = httpc_connect_name(r, name);

	expect_true(r, txt.n == 1 && is_announcement(txt.record[0]), "one record v=STSv1; id=...",
	    "%zu records", txt.n);
	httpc_send(c, "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: %s\r\n\r\n", name);
	expect_status(c, "200");
	for (size_t i = 0; i < mx.n; i++) {
		struct span host = mx.record[i];
		host = span_sub(host, span_find(host, 0, ' ') + 1, host.n);
		host.n -= host.n > 0; /* the final dot */
		expect_true(r, policy_has(httpc_body(c), host), "every MX in the policy",
		    "%.*s is not", (int)host.n, (const char *)host.p);
	}
}

const struct test_case DNS_MTA_STS = {
	.text = "the MTA-STS policy is announced and names the mail exchangers",
	.needs = NEED_RECORDS | NEED_HTTPS,
	.play = play,
};
