/* The records, made of the settings.  Nothing is asked here.
 * Source: RFC 5321, 5.1 (MX); RFC 6376, 3.6.1; RFC 7208 (SPF); RFC 7489, 6.3 (DMARC);
 * RFC 8461, 3.1 (MTA-STS); RFC 6186 and 8314, 5.1 (SRV); RFC 1035, 5.1 (the format). */
#include "reference/shell/dns_zone.h"

#include "reference/shell/dkim.h"
#include "reference/shell/web_part.h"

#include <openssl/evp.h>

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { TTL = 3600, STRING_MOST = 255, POLICY_MOST = 1024, KEY_RECORD_MOST = 2048 };

const char *
dns_zone_type(enum zone_type t)
{
	switch (t) {
	case ZONE_A: return "A";
	case ZONE_CNAME: return "CNAME";
	case ZONE_MX: return "MX";
	case ZONE_TXT: return "TXT";
	case ZONE_AAAA: return "AAAA";
	case ZONE_SRV: return "SRV";
	}
	return "?";
}

/* A record of below + mail domain; below ends with a dot or is empty. */
PRINTF_LIKE(5, 6)
static int
add(struct dns_zone *z, const struct config *c, const char *below, enum zone_type type,
    const char *format, ...)
{
	struct dns_record *r = &z->record[z->n];
	va_list args;

	if (z->n == DNS_RECORDS_MOST ||
	    snprintf(r->name, sizeof(r->name), "%s%s.", below, c->name) >= (int)sizeof(r->name))
		return -1;
	r->type = type;
	r->data = NULL;
	va_start(args, format);
	int n = format != NULL ? vasprintf(&r->data, format, args) : 0;
	va_end(args);
	if (n == -1) {
		r->data = NULL;
		return -1;
	}
	z->n++;
	return 0;
}

static int
add_address(struct dns_zone *z, const struct config *c)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, c->listen, &v4) == 1 && v4.s_addr != 0)
		return add(z, c, "", ZONE_A, "%s", c->listen);
	if (inet_pton(AF_INET6, c->listen, &v6) == 1 && !IN6_IS_ADDR_UNSPECIFIED(&v6))
		return add(z, c, "", ZONE_AAAA, "%s", c->listen);
	return add(z, c, "", ZONE_A, NULL);
}

/* DNS_MTA_STS: the id is a function of the policy, so it changes when that does. */
static int
add_policy(struct dns_zone *z, const struct config *c)
{
	const struct web_facts facts = { .config = c };
	uint8_t policy[POLICY_MOST], hash[EVP_MAX_MD_SIZE];
	struct buf b;
	uint64_t id = 0;

	buf_init(&b, policy, sizeof(policy));
	web_put_mta_sts(&b, &facts);
	if (b.full || EVP_Digest(policy, b.n, hash, NULL, EVP_sha256(), NULL) != 1)
		return -1;
	for (int i = 0; i < 8; i++)
		id = id << 8 | hash[i];
	if (add(z, c, "mta-sts.", ZONE_CNAME, "%s.", c->name) == -1)
		return -1;
	return add(z, c, "_mta-sts.", ZONE_TXT, "v=STSv1; id=%llu", (unsigned long long)id);
}

static int
add_keys(struct dns_zone *z, const struct config *c)
{
	uint8_t text[KEY_RECORD_MOST];
	char below[DNS_NAME_TEXT];
	struct span selector;
	struct buf b;
	int bad = 0;

	if (c->dkim_key == NULL)
		return 0;
	struct dkim_signer *s = dkim_signer_open(c);
	if (s == NULL)
		return -2;
	buf_init(&b, text, sizeof(text));
	for (size_t i = 0; bad == 0 && dkim_signer_record(s, i, &b, &selector); i++) {
		snprintf(below, sizeof(below), "%.*s._domainkey.", (int)selector.n,
		    (const char *)selector.p);
		bad = add(z, c, below, ZONE_TXT, "%.*s", (int)b.n, (const char *)b.p);
		buf_reset(&b);
	}
	dkim_signer_free(s);
	return bad;
}

/* DNS_SRV */
static int
add_services(struct dns_zone *z, const struct config *c)
{
	static const struct {
		enum service s;
		const char *below;
	} all[] = { { SERVICE_SUBMISSIONS, "_submissions._tcp." },
		{ SERVICE_SUBMISSION, "_submission._tcp." }, { SERVICE_IMAPS, "_imaps._tcp." },
		{ SERVICE_IMAP, "_imap._tcp." } };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (!c->off[all[i].s] && c->port[all[i].s] != 0 &&
		    add(z, c, all[i].below, ZONE_SRV, "0 1 %u %s.", c->port[all[i].s], c->name) ==
			-1)
			return -1;
	return 0;
}

int
dns_zone_make(const struct config *c, struct dns_zone *z)
{
	*z = (struct dns_zone){ 0 };
	if (c->name[0] == '[') {
		fprintf(stderr,
		    "refrelay: mail_domain %s is an address, which has no zone; nothing to do\n",
		    c->name);
		return -1;
	}
	int bad = add_address(z, c);
	if (bad == 0 && !c->off[SERVICE_SMTP])
		bad = add(z, c, "", ZONE_MX, "10 %s.", c->name); /* DNS_MX */
	if (bad == 0)
		bad = add_keys(z, c);
	/* DNS_SPF DNS_DMARC: for servers that are not chatmail relays. */
	if (bad == 0)
		bad = add(z, c, "", ZONE_TXT, "v=spf1 a ~all");
	if (bad == 0)
		bad = add(z, c, "_dmarc.", ZONE_TXT, "v=DMARC1;p=reject;adkim=s;aspf=s");
	if (bad == 0 && !c->off[SERVICE_HTTPS])
		bad = add_policy(z, c);
	if (bad == 0 && !c->off[SERVICE_HTTPS])
		bad = add(z, c, "www.", ZONE_CNAME, "%s.", c->name);
	if (bad == 0 && !c->off[SERVICE_HTTPS])
		bad = add(z, c, "autoconfig.", ZONE_CNAME, "%s.", c->name);
	if (bad == 0)
		bad = add_services(z, c);
	if (bad == -1)
		fprintf(stderr, "refrelay: the records of %s could not be made\n", c->name);
	if (bad != 0)
		dns_zone_free(z);
	return bad == 0 ? 0 : -1;
}

void
dns_zone_free(struct dns_zone *z)
{
	for (size_t i = 0; i < z->n; i++)
		free(z->record[i].data);
	z->n = 0;
}

/* Strings of at most 255 octets, in quotes. */
static void
print_text(const char *data, FILE *to)
{
	for (size_t i = 0; data[i] != '\0'; i++) {
		if (i % STRING_MOST == 0)
			fputs(i == 0 ? "\"" : "\" \"", to);
		if (data[i] == '"' || data[i] == '\\')
			putc('\\', to);
		putc(data[i], to);
	}
	putc('"', to);
}

int
dns_zone_print(const struct dns_zone *z, const struct config *c, FILE *to)
{
	fprintf(to, "; The records of %s.\n", c->name);
	if (c->dkim_key == NULL)
		fputs("; There is no dkim_key: this relay sends nothing to other servers.\n", to);
	for (size_t i = 0; i < z->n; i++) {
		const struct dns_record *r = &z->record[i];

		if (r->data == NULL) {
			fprintf(to,
			    "; %s\t%d\tIN\tA\tthe address of this machine; AAAA if it has one\n",
			    r->name, TTL);
			continue;
		}
		fprintf(to, "%s\t%d\tIN\t%s\t", r->name, TTL, dns_zone_type(r->type));
		if (r->type == ZONE_TXT)
			print_text(r->data, to);
		else
			fputs(r->data, to);
		putc('\n', to);
	}
	return fflush(to) == 0 && !ferror(to) ? 0 : -1;
}
