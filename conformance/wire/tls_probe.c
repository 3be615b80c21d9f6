/* Probes of case.h that look at the TLS layer itself: one handshake, or what a
 * port says to octets in clear.  A failed handshake is an observation here, not
 * a disappointment. */
#include "conformance/wire/linkc.h"
#include "conformance/wire/tlsc.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

enum { PROBE_SECONDS = 15, CLEAR_MOST = 65536 };

/* In clear up to the go-ahead of STARTTLS.  False: that failed and is recorded. */
static bool
clear_talk(struct linkc *l)
{
	struct run *r = l->run;
	bool imap = l->port == PORT_IMAP;
	static const char *const say[2][3] = {
		{ NULL, "EHLO relayspec.invalid\r\n", "STARTTLS\r\n" },
		{ NULL, NULL, "p1 STARTTLS\r\n" },
	};
	struct span line;

	for (int step = 0; step < 3; step++) {
		const char *text = say[imap ? 1 : 0][step];
		bool last = false;
		if (step > 0 && text == NULL)
			continue;
		if (text != NULL)
			linkc_write(l, span_str(text), run_deadline(r, PROBE_SECONDS));
		while (!last) {
			if (linkc_line(l, &line, run_deadline(r, 30)) != LINE_GOT) {
				run_disappoint(r, MOOD_NEED, "STARTTLS", "an answer",
				    line.n > 0 ? line : linkc_end_text(l));
				return false;
			}
			linkc_log(l, 'S', line);
			last = imap ? step == 0 || span_starts(line, SPAN("p1 "))
				    : line.n >= 4 && line.p[3] != '-';
		}
		if (!(imap ? step == 0 || span_starts_nocase(line, SPAN("p1 OK"))
			   : span_starts(line, SPAN("2")))) {
			run_disappoint(r, MOOD_NEED, text != NULL ? "STARTTLS" : "greeting",
			    "the go-ahead for TLS", line);
			return false;
		}
	}
	return true;
}

/* One of the names for which port 443 speaks first. */
static bool
offers_mail(const struct tls_offer *offer)
{
	struct span all = span_str(offer->alpn != NULL ? offer->alpn : "");

	for (size_t at = 0; at < all.n; at = span_find(all, at, ',') + 1) {
		struct span name = span_sub(all, at, span_find(all, at, ',') - at);
		if (span_eq(name, SPAN("imap")) || span_eq(name, SPAN("smtp")))
			return true;
	}
	return false;
}

/* Tickets of TLS 1.3 come with the first octets the relay sends, so something must be read: the
 * greeting, or the answer to a NOOP where STARTTLS has used the greeting up. */
static void
read_something(struct linkc *l, const struct tls_offer *offer, struct tls_seen *seen)
{
	struct span line;

	if (l->port == PORT_HTTPS && !offers_mail(offer))
		linkc_write(l,
		    run_span(l->run, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
			tlsc_name(l->run)),
		    run_deadline(l->run, PROBE_SECONDS));
	else if (l->port == PORT_SUBMISSION || l->port == PORT_SMTP)
		linkc_write(l, SPAN("NOOP\r\n"), run_deadline(l->run, PROBE_SECONDS));
	else if (l->port == PORT_IMAP)
		linkc_write(l, SPAN("p2 NOOP\r\n"), run_deadline(l->run, PROBE_SECONDS));
	if (linkc_line(l, &line, run_deadline(l->run, l->port == PORT_HTTPS ? 10 : 30)) != LINE_GOT)
		return;
	linkc_log(l, 'S', line);
	line = span_trim(line);
	snprintf(seen->first, sizeof(seen->first), "%.*s", (int)line.n, (const char *)line.p);
}

static struct tls_seen
probe_once(struct run *r, enum port p, struct tlsc_plan *plan, struct tlsc_tickets *tickets)
{
	struct linkc *l = linkc_open(r, p);
	bool starttls = p == PORT_SUBMISSION || p == PORT_IMAP || p == PORT_SMTP;
	struct tls_seen seen = { .alert = -1 };

	plan->tickets = tickets;
	if (!run_ok(r) || (starttls && !clear_talk(l)) || !tlsc_start(l, plan)) {
		linkc_close(l, true);
		return seen;
	}
	if (linkc_handshake(l, run_deadline(r, PROBE_SECONDS))) {
		tlsc_inspect(l, &seen);
		read_something(l, &plan->offer, &seen);
	} else {
		transcript_note(&r->log, l->number, "TLS did not come up");
		if (l->end == LINK_OPEN)
			run_inconclusive(r, "timeout",
			    "the handshake on the %s port neither ended nor failed", port_name[p]);
	}
	seen.alert = l->alert;
	seen.ticket = tickets->first != NULL;
	if (seen.ticket)
		seen.early_data = SSL_SESSION_get_max_early_data(tickets->first);
	linkc_close(l, true);
	return seen;
}

struct tls_seen
tls_probe(struct run *r, enum port p, struct tls_offer offer)
{
	struct tlsc_tickets tickets = { .first = NULL };
	struct tlsc_plan plan = { .offer = offer };
	struct tls_seen seen = probe_once(r, p, &plan, &tickets);

	SSL_SESSION_free(tickets.first);
	return seen;
}

struct tls_seen
tls_probe_resume(struct run *r, enum port p)
{
	struct tlsc_tickets first = { .first = NULL }, second = { .first = NULL };
	struct tlsc_plan plan = { .offer = { .sni = tlsc_name(r) } };
	struct tls_seen seen = probe_once(r, p, &plan, &first);
	bool ticket = first.first != NULL;

	plan.resume = first.first;
	if (ticket)
		seen = probe_once(r, p, &plan, &second);
	seen.ticket = ticket;
	SSL_SESSION_free(first.first);
	SSL_SESSION_free(second.first);
	return seen;
}

struct span
clear_probe(struct run *r, enum port p, struct span octets, bool *closed)
{
	struct linkc *l = linkc_open(r, p);
	int64_t deadline = run_deadline(r, PROBE_SECONDS);
	struct span came = { NULL, 0 };

	*closed = false;
	if (!run_ok(r))
		return came;
	linkc_write(l, octets, deadline);
	while (linkc_fill(l, deadline) && linkc_pending(l).n < CLEAR_MOST)
		continue;
	came = run_keep(r, linkc_pending(l));
	linkc_log(l, 'S', came);
	linkc_take(l, came.n);
	*closed = l->end != LINK_OPEN;
	linkc_close(l, false);
	return came;
}
