/* Where a message goes: MX records, policy, addresses, TLSA.
 * RFC 5321 5.1, 7505, 8461 5, 7672 2.2 (DANE only when MX, address and TLSA
 * records are all proved). */
#include "reference/shell/outbound_route.h"

#include <arpa/inet.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

static void next_server(struct mail *m);

const char *
mail_host(const struct mail *m)
{
	return m->list.mx[m->at].name;
}

/* It is of no use: the next one, and a line about it. */
void
mail_no_use(struct mail *m, bool later, const char *why)
{
	m->later = m->later || later;
	snprintf(m->why, sizeof(m->why), "%s: %.*s", mail_host(m), SMTP_ANSWER_TEXT_MAX, why);
	m->shown = m->quotes ? strlen(mail_host(m)) + 5 : sizeof(m->why);
	m->quotes = false;
	if (m->at + 1 < m->list.n)
		fprintf(stderr, "refrelay: mail to %s: %.*s\n", m->domain, (int)m->shown, m->why);
	m->at++;
	next_server(m);
}

/* OUT_DANE_UNSIGNED: what nobody proved vouches for nobody. */
static void
on_tlsa(void *ctx, const struct dns_answer *a)
{
	struct mail *m = ctx;
	size_t used = 0;

	m->dns = NULL;
	if (a->result == DNS_LATER) {
		mail_no_use(m, true, "DNS does not say whether there are TLSA records");
		return;
	}
	for (size_t i = 0; a->secure && i < a->n && m->n_tlsa < TLSA_MOST; i++) {
		struct tlsa *t = &m->tlsa[m->n_tlsa];
		if (!tlsa_usable(a->records[i], t) || t->data.n > TLSA_OCTETS - used)
			continue;
		memcpy(m->tlsa_octets + used, t->data.p, t->data.n);
		t->data.p = m->tlsa_octets + used;
		used += t->data.n;
		m->n_tlsa++;
	}
	mail_offer(m);
}

static void
on_addresses(void *ctx, const struct addresses *a)
{
	struct mail *m = ctx;
	unsigned port = m->mailer->world.config->outbound_smtp_port;

	m->address = NULL;
	m->addresses = *a;
	m->n_tlsa = 0;
	if (a->result != DNS_FOUND) {
		bool later = a->result == DNS_LATER;
		mail_no_use(m, later,
		    a->forbidden ? "its address is none of the internet"
			: later  ? "DNS does not say its address"
				 : "it has no address"); /* OUT_NO_MX */
		return;
	}
	if (!m->verify || !m->secure_mx || !a->secure) {
		mail_offer(m);
		return;
	}
	snprintf(m->name, sizeof(m->name), "_%u._tcp.%s", port, mail_host(m));
	m->dns =
	    dns_ask(m->mailer->world.dns, DNS_FOR_MAIL, span_str(m->name), DNS_TLSA, on_tlsa, m);
	if (m->dns == NULL)
		mail_out_of_memory(m);
}

static void
next_server(struct mail *m)
{
	const struct mail_world *w = &m->mailer->world;

	if (m->at == m->list.n) {
		m->at = 0;
		mail_finish_all(m, m->later ? SMTP_FATE_LATER : SMTP_FATE_NEVER, NULL);
		return;
	}
	m->address = address_ask(w->dns, mail_host(m), w->config->outbound_smtp_port,
	    w->config->outbound_private, on_addresses, m);
	if (m->address == NULL)
		mail_out_of_memory(m);
}

/* OUT_MTA_STS: a server that the policy does not name gets nothing. */
static void
on_policy(void *ctx, const struct sts_policy *p)
{
	struct mail *m = ctx;
	size_t kept = 0;

	m->sts = NULL;
	for (size_t i = 0; i < m->list.n; i++)
		if (p == NULL || sts_policy_allows(p, span_str(m->list.mx[i].name)))
			m->list.mx[kept++] = m->list.mx[i];
	m->list.n = kept;
	if (kept == 0)
		mail_finish_all(m, SMTP_FATE_LATER, "454 4.7.5 MTA-STS allows none of its servers");
	else
		next_server(m);
}

/* An MX list of one: the domain itself (RFC 5321, 5.1), or the literal. */
static void
itself(struct mail *m)
{
	m->list = (struct mx_list){ .n = 1 };
	snprintf(m->list.mx[0].name, sizeof(m->list.mx[0].name), "%s", m->domain);
}

static void
on_mx(void *ctx, const struct dns_answer *a)
{
	struct mail *m = ctx;

	m->dns = NULL;
	m->secure_mx = a->secure;
	for (size_t i = 0; i < a->n; i++) {
		uint32_t lot = 0;
		(void)RAND_bytes((unsigned char *)&lot, sizeof(lot));
		mx_add(&m->list, a->records[i], lot);
	}
	if (a->result == DNS_LATER) {
		mail_finish_all(
		    m, SMTP_FATE_LATER, "451 4.4.3 DNS does not say where its mail goes");
		return;
	}
	if (a->result == DNS_NO_NAME) { /* OUT_NO_DOMAIN */
		mail_finish_all(m, SMTP_FATE_NEVER, "512 5.1.2 there is no such domain");
		return;
	}
	if (mx_is_null(&m->list)) {
		mail_finish_all(m, SMTP_FATE_NEVER, "556 5.1.10 this domain takes no mail");
		return;
	}
	if (a->result == DNS_NOTHING) /* OUT_NO_MX */
		itself(m);
	if (m->list.n == 0) {
		mail_finish_all(m, SMTP_FATE_LATER, "451 4.4.4 its MX records cannot be read");
		return;
	}
	if (!m->verify) {
		next_server(m);
		return;
	}
	m->sts = sts_ask(m->mailer->sts, m->domain, on_policy, m);
	if (m->sts == NULL)
		mail_out_of_memory(m);
}

/* "[192.0.2.1]" and "[IPv6:2001:db8::1]" */
static void
to_literal(struct mail *m)
{
	const struct config *c = m->mailer->world.config;
	char text[INET6_ADDRSTRLEN + 8] = "";
	uint8_t octets[16];
	size_t n = strlen(m->domain);

	itself(m);
	if (n - 2 < sizeof(text) && m->domain[n - 1] == ']')
		memcpy(text, m->domain + 1, n - 2);
	if (inet_pton(AF_INET, text, octets) == 1)
		address_add(&m->addresses, octets, 4, c->outbound_smtp_port, c->outbound_private);
	else if (strncasecmp(text, "IPv6:", 5) == 0 && inet_pton(AF_INET6, text + 5, octets) == 1)
		address_add(&m->addresses, octets, 16, c->outbound_smtp_port, c->outbound_private);
	if (m->addresses.n == 0)
		mail_finish_all(
		    m, SMTP_FATE_NEVER, "512 5.1.2 that address is none of the internet");
	else
		mail_offer_smtp(m);
}

void
mail_route(struct mail *m)
{
	/* OUT_UNDERSCORE, OUT_LITERAL: there are no certificates for these. */
	m->verify = m->domain[0] != '_' && m->domain[0] != '[';
	if (m->domain[0] == '[') {
		to_literal(m);
		return;
	}
	m->dns = dns_ask(m->mailer->world.dns, DNS_FOR_MAIL, span_str(m->domain), DNS_MX, on_mx, m);
	if (m->dns == NULL)
		mail_out_of_memory(m);
}
