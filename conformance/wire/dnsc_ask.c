/* Questions of the judge to DNS, and records as text.  RFC 1035, RFC 2782.  The
 * stub of libc sends them; what comes back is read here. */
#include "conformance/engine/zone.h"
#include "conformance/wire/dnsc.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_MOST = 65535, QUESTION_MOST = 512, HEADER_OCTETS = 12, TEXT_MOST = 9000 };
enum { A = 1, NS = 2, CNAME = 5, PTR = 12, MX = 15, TXT = 16, AAAA = 28, SRV = 33 };

static const struct {
	const char *name;
	int type;
} types[] = { { "A", A }, { "NS", NS }, { "CNAME", CNAME }, { "PTR", PTR }, { "MX", MX },
	{ "TXT", TXT }, { "AAAA", AAAA }, { "SRV", SRV }, { "TLSA", 52 }, { "CAA", 257 },
	{ "DNSKEY", 48 }, { "DS", 43 }, { "SOA", 6 } };

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* A name in a message, with a final dot; octets taken, 0: wrong. */
static size_t
take_name(struct span m, size_t at, char *out, size_t cap)
{
	int n = at < m.n ? dn_expand(m.p, m.p + m.n, m.p + at, out, (int)cap - 2) : -1;

	if (n <= 0)
		return 0;
	if (strcmp(out, ".") != 0)
		strncat(out, ".", 2);
	return (size_t)n;
}

static struct span
text_of(struct run *r, int type, struct span m, size_t at, size_t n)
{
	char name[NS_MAXDNAME + 2], address[INET6_ADDRSTRLEN];
	const uint8_t *p = m.p + at;
	struct buf b;

	if (type == TXT) {
		buf_init(&b, run_take(r, n), n);
		for (size_t i = 0; i < n; i += (size_t)p[i] + 1)
			buf_put(&b, span_sub(SPAN_OF(p, n), i + 1, p[i]));
		return buf_span(&b);
	}
	if ((type == A && n == 4) || (type == AAAA && n == 16)) {
		inet_ntop(type == A ? AF_INET : AF_INET6, p, address, sizeof(address));
		return run_span(r, "%s", address);
	}
	size_t before = type == MX ? 2 : type == SRV ? 6 : 0;
	bool named = before > 0 || type == NS || type == CNAME || type == PTR;
	if (named && n > before && take_name(m, at + before, name, sizeof(name)) > 0) {
		if (type == MX)
			return run_span(r, "%u %s", get16(p), name);
		if (type == SRV)
			return run_span(
			    r, "%u %u %u %s", get16(p), get16(p + 2), get16(p + 4), name);
		return run_span(r, "%s", name);
	}
	buf_init(&b, run_take(r, n * 2 + 20), n * 2 + 20);
	buf_put_str(&b, run_text(r, "\\# %zu ", n));
	for (size_t i = 0; i < n; i++) {
		buf_put_octet(&b, (uint8_t) "0123456789abcdef"[p[i] >> 4]);
		buf_put_octet(&b, (uint8_t) "0123456789abcdef"[p[i] & 15]);
	}
	return buf_span(&b);
}

static enum dnsc_got
read_answer(struct run *r, struct span m, int type, struct dnsc_found *found)
{
	char name[NS_MAXDNAME + 2];
	size_t at = HEADER_OCTETS;

	if (m.n < HEADER_OCTETS || ((m.p[3] & 15) != 0 && (m.p[3] & 15) != 3))
		return DNSC_NO_ANSWER;
	for (unsigned i = get16(m.p + 4); i > 0; i--) {
		size_t n = take_name(m, at, name, sizeof(name));
		if (n == 0)
			return DNSC_NO_ANSWER;
		at += n + 4;
	}
	for (unsigned i = get16(m.p + 6); i > 0; i--) {
		size_t n = take_name(m, at, name, sizeof(name));
		at += n;
		if (n == 0 || at + 10 > m.n)
			return DNSC_NO_ANSWER;
		size_t octets = get16(m.p + at + 8);
		bool wanted = (int)get16(m.p + at) == type;
		at += 10;
		if (at + octets > m.n)
			return DNSC_NO_ANSWER;
		if (wanted && found->n < DNSC_FOUND_MOST)
			found->record[found->n++] = text_of(r, type, m, at, octets);
		at += octets;
	}
	found->exists = (m.p[3] & 15) == 0;
	return found->n > 0 ? DNSC_GOT : found->exists ? DNSC_NO_RECORD : DNSC_NO_NAME;
}

enum dnsc_got
dnsc_ask(struct run *r, const struct sockaddr_in *server, const char *name, const char *type,
    struct dnsc_found *found)
{
	static struct __res_state resolver;
	static uint8_t answer[ANSWER_MOST];
	uint8_t question[QUESTION_MOST];
	enum dnsc_got got = DNSC_NO_ANSWER;
	int number = 0;

	*found = (struct dnsc_found){ .n = 0 };
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (strcmp(types[i].name, type) == 0)
			number = types[i].type;
	if (number == 0 || !run_ok(r) || res_ninit(&resolver) != 0)
		return DNSC_NO_ANSWER;
	if (server != NULL) {
		resolver.nsaddr_list[0] = *server;
		resolver.nscount = 1;
	}
	int n = res_nmkquery(&resolver, ns_o_query, name, ns_c_in, number, NULL, 0, NULL, question,
	    sizeof(question));
	if (n > 0)
		n = res_nsend(&resolver, question, n, answer, sizeof(answer));
	res_nclose(&resolver);
	if (n > 0)
		got = read_answer(r, SPAN_OF(answer, (size_t)n), number, found);
	transcript_note(&r->log, 0, "DNS asked for %s %s: %s", name, type,
	    got == DNSC_GOT             ? run_text(r, "%zu records", found->n)
		: got == DNSC_NO_RECORD ? "no such record"
		: got == DNSC_NO_NAME   ? "no such name"
					: "no answer");
	return got;
}

/* The judge's own DNS, as far as it knows more than the world's. */
static const struct sockaddr_in *
own_server(struct run *r, const char *name)
{
	const struct zone *z = r->plan->target->zone;
	struct span s = span_str(name);
	static struct sockaddr_in in;

	if (z == NULL || z->address.ss_family != AF_INET)
		return NULL;
	struct span domain = span_str(z->peer_domain);
	bool ours = s.n >= domain.n && span_eq_nocase(span_sub(s, s.n - domain.n, s.n), domain);
	memcpy(&in, &z->address, sizeof(in));
	return ours || z->files > 0 ? &in : NULL;
}

enum dnsc_got
dnsc_look_up(struct run *r, const char *name, const char *type, struct dnsc_found *found)
{
	return dnsc_ask(r, own_server(r, name), name, type, found);
}

struct dnsc_found
need_records(struct run *r, const char *name, const char *type)
{
	struct dnsc_found found;

	if (dnsc_look_up(r, name, type, &found) == DNSC_NO_ANSWER)
		run_decide(r, OUTCOME_INCONCLUSIVE, "setup", "DNS",
		    run_text(r, "an answer for %s %s", name, type), SPAN("none came"));
	for (size_t i = 0; i < found.n; i++)
		transcript_octets(&r->log, 0, 'S', found.record[i]);
	return found;
}
