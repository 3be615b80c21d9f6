/* DNS_SRV: SRV records lead to the services that the relay offers, and to no others (RFC 6186, 3; RFC
 * 8314, 5.1; chatmail/relay cmdeploy/src/cmdeploy/dns.py). */
#include "conformance/case.h"

static const struct service {
	const char *name;
	enum port port;
} services[] = {
	{ "_submissions._tcp", PORT_SUBMISSIONS },
	{ "_submission._tcp", PORT_SUBMISSION },
	{ "_imaps._tcp", PORT_IMAPS },
	{ "_imap._tcp", PORT_IMAP },
};

/* "0 1 465 host.": does it lead to this port of the relay, at a host with addresses? */
static void
look_at(struct run *r, const struct service *s, struct span srv)
{
	struct span word[4] = { { NULL, 0 } };
	bool starttls = s->port == PORT_IMAP || s->port == PORT_SUBMISSION;

	for (size_t at = 0, n = 0; n < 4 && at < srv.n; at = span_find(srv, at, ' ') + 1)
		word[n++] = span_sub(srv, at, span_find(srv, at, ' ') - at);
	struct webc_server to = { .port = word[2], .there = true };
	to.socket = starttls ? SPAN("STARTTLS") : SPAN("SSL");
	expect_true(r, webc_server_is(r, &to, s->port), "the port of the service", "%s %.*s",
	    s->name, (int)srv.n, (const char *)srv.p);
	const char *host =
	    run_text(r, "%.*s", (int)word[3].n - (word[3].n > 0), (const char *)word[3].p);
	expect_true(r, need_records(r, host, "A").n > 0 || need_records(r, host, "AAAA").n > 0,
	    "a host with addresses", "%s: %s has none", s->name, host);
}

static void
play(struct run *r)
{
	if (run_domain(r)[0] == '[')
		run_not_applicable(r, "the domain is an address");
	for (size_t i = 0; i < COUNT_OF(services) && run_ok(r); i++) {
		const struct service *s = &services[i];
		struct dnsc_found srv =
		    need_records(r, run_text(r, "%s.%s", s->name, run_domain(r)), "SRV");
		bool there = srv.n > 0 && !span_starts(srv.record[0], SPAN("0 0 0 ."));
		expect_true(r, there == run_offers(r, s->port),
		    run_offers(r, s->port) ? "a record" : "no record of what is not offered",
		    "%s: %zu records", s->name, srv.n);
		for (size_t k = 0; there && k < srv.n; k++)
			look_at(r, s, srv.record[k]);
	}
}

const struct test_case DNS_SRV = {
	.text = "SRV records lead to the ports of the relay",
	.needs = NEED_RECORDS,
	.play = play,
};
