/* Is DNS as it should be?  Asks for each record of the zone and compares.
 * Source: RFC 1035, 3.3 (how records look on the wire); libunbound(3). */
#include "reference/shell/dns_zone.h"

#include "base/buf.h"
#include "base/show.h"

#include <unbound.h>

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOT_ANCHOR "/usr/share/dns/root.key"

enum { CLASS_IN = 1, NXDOMAIN = 3, DATA_MOST = 4096, SHOWN_MOST = 600 };

enum verdict { RIGHT, MISSING, DIFFERENT, UNKNOWN, VERDICTS };

static struct ub_ctx *
resolver(const struct config *c)
{
	struct ub_ctx *u = ub_ctx_create();
	int bad = u == NULL ? -1 : ub_ctx_set_option(u, "do-not-query-localhost:", "no");

	if (bad == 0)
		bad = c->dns_server != NULL ? ub_ctx_set_fwd(u, c->dns_server)
					    : ub_ctx_resolvconf(u, "/etc/resolv.conf");
	const char *anchor = c->dns_trust_anchor != NULL ? c->dns_trust_anchor : ROOT_ANCHOR;
	bool off = strcmp(anchor, "off") == 0;
	if (bad == 0 && !off && (c->dns_trust_anchor != NULL || access(anchor, R_OK) == 0))
		bad = ub_ctx_add_ta_file(u, anchor);
	/* It would answer for .test by itself; laboratories use that name. */
	if (bad == 0)
		bad = ub_ctx_zone_remove(u, "test.");
	if (bad == 0)
		return u;
	fprintf(stderr,
	    "refrelay: DNS cannot be asked: %s; check dns_server and dns_trust_anchor\n",
	    bad == -1 ? "out of memory" : ub_strerror(bad));
	ub_ctx_delete(u);
	return NULL;
}

/* ---- from the wire ---- */

static bool
put_name(struct buf *out, struct span s)
{
	size_t at = 0;

	while (at < s.n && s.p[at] != 0) {
		struct span label = span_sub(s, at + 1, s.p[at]);
		if (label.n < s.p[at])
			return false;
		buf_put(out, label);
		buf_put_octet(out, '.');
		at += 1 + label.n;
	}
	if (at == 0)
		buf_put_octet(out, '.');
	return at + 1 == s.n;
}

static unsigned
number(struct span s, size_t at)
{
	return (unsigned)s.p[at] << 8 | s.p[at + 1];
}

static bool
put_text(struct buf *out, struct span s)
{
	for (size_t at = 0; at < s.n; at += 1 + s.p[at]) {
		struct span part = span_sub(s, at + 1, s.p[at]);
		if (part.n < s.p[at])
			return false;
		buf_put(out, part);
	}
	return true;
}

/* numbers, then a name: MX and SRV */
static bool
put_numbered(struct buf *out, struct span s, size_t numbers)
{
	if (s.n < 2 * numbers)
		return false;
	for (size_t i = 0; i < numbers; i++) {
		buf_put_u64(out, number(s, 2 * i));
		buf_put_octet(out, ' ');
	}
	return put_name(out, span_sub(s, 2 * numbers, s.n));
}

/* The data of a record as a zone file has it. */
static bool
put_data(struct buf *out, enum zone_type type, struct span s)
{
	char text[INET6_ADDRSTRLEN];

	switch (type) {
	case ZONE_A:
	case ZONE_AAAA:
		if (s.n != (type == ZONE_A ? 4 : 16))
			return false;
		inet_ntop(type == ZONE_A ? AF_INET : AF_INET6, s.p, text, sizeof(text));
		buf_put_str(out, text);
		return true;
	case ZONE_CNAME: return put_name(out, s);
	case ZONE_MX: return put_numbered(out, s, 1);
	case ZONE_SRV: return put_numbered(out, s, 3);
	case ZONE_TXT: return put_text(out, s);
	}
	return false;
}

/* ---- comparing ---- */

/* The next octet of a text that counts: blanks do not, nor a semicolon at the end. */
static int
next(struct span s, size_t *at)
{
	while (*at < s.n && (s.p[*at] == ' ' || s.p[*at] == '\t'))
		(*at)++;
	if (*at == s.n || (*at + 1 == s.n && s.p[*at] == ';'))
		return -1;
	return s.p[(*at)++];
}

static bool
is_same(enum zone_type type, struct span a, struct span b)
{
	size_t i = 0, j = 0;
	int x;

	if (type != ZONE_TXT)
		return span_eq_nocase(a, b);
	do {
		x = next(a, &i);
		if (x != next(b, &j))
			return false;
	} while (x != -1);
	return true;
}

/* Of the texts at a name, those that say the same kind of thing. */
static bool
is_kind(struct span text, const struct dns_record *r)
{
	struct span kind = span_sub(span_str(r->data), 0, strcspn(r->data, "; "));

	return r->type != ZONE_TXT || strstr(r->name, "._domainkey.") != NULL ||
	    span_starts_nocase(text, kind);
}

static enum verdict
compare(const struct dns_record *r, const struct ub_result *got, struct buf *found)
{
	uint8_t memory[DATA_MOST];
	struct span wanted = span_str(r->data);
	bool same = false, other = false;
	struct buf b;

	for (int i = 0; got->data != NULL && got->data[i] != NULL; i++) {
		buf_init(&b, memory, sizeof(memory));
		if (!put_data(&b, r->type, SPAN_OF(got->data[i], (size_t)got->len[i])) ||
		    !is_kind(buf_span(&b), r))
			continue;
		if (is_same(r->type, buf_span(&b), wanted)) {
			same = true;
			continue;
		}
		other = true;
		buf_put_str(found, found->n > 0 ? ", " : "");
		show_octets(found, buf_span(&b), SHOWN_MOST);
	}
	if (same && (!other || r->type == ZONE_A || r->type == ZONE_AAAA || r->type == ZONE_SRV))
		return RIGHT;
	return same || other ? DIFFERENT : MISSING;
}

/* ---- asking ---- */

static enum verdict
ask(struct ub_ctx *u, const struct dns_record *r, enum zone_type type, struct buf *found)
{
	struct ub_result *got = NULL;
	enum verdict v = UNKNOWN;

	int bad = ub_resolve(u, r->name, (int)type, CLASS_IN, &got);
	if (bad != 0)
		buf_put_str(found, ub_strerror(bad));
	else if (got->bogus)
		show_octets(found, span_str(got->why_bogus), SHOWN_MOST);
	else if (got->rcode != 0 && got->rcode != NXDOMAIN)
		buf_put_str(found, "DNS gave no answer");
	else if (r->data == NULL || r->type == ZONE_CNAME)
		v = got->havedata ? RIGHT : MISSING;
	else
		v = compare(r, got, found);
	ub_resolve_free(got);
	return v;
}

/* A name that leads here may do so as it likes: an address is enough. */
static enum verdict
ask_record(struct ub_ctx *u, const struct dns_record *r, struct buf *found)
{
	if (r->data != NULL && r->type != ZONE_CNAME)
		return ask(u, r, r->type, found);
	enum verdict v4 = ask(u, r, ZONE_A, found);
	if (v4 == RIGHT)
		return v4;
	enum verdict v6 = ask(u, r, ZONE_AAAA, found);
	return v6 == RIGHT || v4 != UNKNOWN ? v6 : v4;
}

int
dns_check(const struct dns_zone *z, const struct config *c)
{
	static const char *const words[VERDICTS] = { "right", "missing", "different", "unknown" };
	size_t counts[VERDICTS] = { 0 };
	char found[4 * DATA_MOST];
	struct buf b;

	struct ub_ctx *u = resolver(c);
	if (u == NULL)
		return 2;
	for (size_t i = 0; i < z->n; i++) {
		const struct dns_record *r = &z->record[i];

		buf_init(&b, found, sizeof(found) - 1);
		enum verdict v = ask_record(u, r, &b);
		found[b.n] = '\0';
		counts[v]++;
		printf("%-9s %s %s %s\n", words[v], r->name, dns_zone_type(r->type),
		    r->data != NULL ? r->data : "(any address)");
		if (b.n > 0 && v != RIGHT)
			printf("%9s %s %s\n", "", v == UNKNOWN ? "because:" : "found:", found);
	}
	ub_ctx_delete(u);
	printf("dns: %zu right, %zu missing, %zu different, %zu unknown\n", counts[RIGHT],
	    counts[MISSING], counts[DIFFERENT], counts[UNKNOWN]);
	if (counts[UNKNOWN] > 0)
		return 2;
	return counts[RIGHT] == z->n ? 0 : 1;
}
