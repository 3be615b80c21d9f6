/* DNS_DMARC: one DMARC record that asks to refuse or set aside what is not signed (RFC 7489, 6.1 and
 * 6.3; chatmail/relay cmdeploy/src/cmdeploy/dns.py). */
#include "conformance/case.h"

/* The value of p=, n = 0: none. */
static struct span
policy(struct span record)
{
	for (size_t at = 0; at < record.n; at = span_find(record, at, ';') + 1) {
		struct span tag = span_sub(record, at, span_find(record, at, ';') - at);
		size_t is = span_find(tag, 0, '=');
		if (span_eq(span_trim(span_sub(tag, 0, is)), SPAN("p")))
			return span_trim(span_sub(tag, is + 1, tag.n));
	}
	return (struct span){ NULL, 0 };
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	struct dnsc_found txt = need_records(r, run_text(r, "_dmarc.%s", run_domain(r)), "TXT");
	struct span p = { NULL, 0 };
	unsigned n = 0;

	for (size_t i = 0; i < txt.n; i++) {
		struct span s = txt.record[i];
		if (!span_eq(span_trim(span_sub(s, 0, span_find(s, 0, ';'))), SPAN("v=DMARC1")))
			continue;
		p = policy(s);
		n++;
	}
	expect_true(r, n == 1, "one DMARC record", "%u", n);
	expect_true(r, span_eq_nocase(p, SPAN("reject")) || span_eq_nocase(p, SPAN("quarantine")),
	    "p=reject or p=quarantine", "p=%.*s", (int)p.n, (const char *)p.p);
}

const struct test_case DNS_DMARC = {
	.text = "DMARC asks to refuse what the domain has not signed",
	.needs = NEED_RECORDS,
	.play = play,
};
