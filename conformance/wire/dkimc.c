/* Making DKIM signatures, right or wrong in one place.  RFC 6376, 3.5 and 3.7;
 * RFC 8463.  Reading them is in dkimc_read.c, which shares only the canonical
 * forms with this file. */
#include "conformance/wire/dkimc.h"

#include "conformance/wire/b64c.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { SIGNATURE_MOST = 1024, FOLD_B = 64, ORDER_MOST = 300 };

/* What a signature is made of, once everything that was left out is decided. */
struct making {
	struct run *r;
	struct dkim_how how;
	struct dkimc_canon canon;
	struct span message;
	const char *h, *bh;
};

/* The domain behind @ in the first From. */
static const char *
author_domain(struct run *r, struct span message)
{
	struct span from = mail_field(message, "From");
	size_t at = span_find(from, 0, '@') + 1, end = at;

	while (end < from.n && from.p[end] > ' ' && from.p[end] != '>' && from.p[end] != ',')
		end++;
	if (at >= from.n || end == at)
		return peer_domain(r);
	char *p = run_take(r, end - at + 1);
	for (size_t i = at; i < end; i++)
		p[i - at] =
		    (char)(from.p[i] >= 'A' && from.p[i] <= 'Z' ? from.p[i] + 32 : from.p[i]);
	return p;
}

/* The usual fields, as far as the message has them. */
static const char *
usual_fields(struct run *r, struct span message)
{
	static const char *const usual[] = { "From", "To", "Subject", "Date", "Message-ID",
		"MIME-Version", "Content-Type" };
	const char *list = "";

	for (size_t i = 0; i < COUNT_OF(usual); i++)
		if (mail_fields(message, usual[i]) > 0)
			list = run_text(r, "%s%s%s", list, list[0] != '\0' ? ":" : "", usual[i]);
	return list[0] != '\0' ? list : "From";
}

static const char *
encoded(struct run *r, struct span octets)
{
	struct span text = b64c_encode(&r->arena, octets);

	return run_text(r, "%.*s", (int)text.n, text.p != NULL ? (const char *)text.p : "");
}

static const char *
body_hash(struct making *m)
{
	struct span body = dkimc_body(m->r, m->message, m->canon.body_relaxed);
	uint8_t digest[DKIMC_DIGEST_MOST];
	size_t n = 0;

	if (m->how.limited)
		body = span_sub(body, 0, m->how.length);
	if (m->how.bad_body)
		body = edit_join(m->r, body, SPAN("another\r\n"));
	if (!dkimc_digest(m->how.algorithm == DKIMC_RSA_SHA1, body, digest, &n))
		run_internal(m->r, "OpenSSL makes no digest");
	return encoded(m->r, SPAN_OF(digest, n));
}

/* ---- the tag list ------------------------------------------------------------------------- */

/* The value of a tag by its name; NULL: none. */
static const char *
value_of(const struct making *m, const char *tag)
{
	static const char *const algorithm[] = { "rsa-sha256", "ed25519-sha256", "rsa-sha1" };
	const struct dkim_how *w = &m->how;

	if (span_eq(span_str(tag), SPAN("bh")))
		return w->bh != NULL ? w->bh : m->bh;
	if (tag[0] == '\0' || tag[1] != '\0')
		return NULL;
	switch (tag[0]) {
	case 'v': return w->v != NULL ? w->v : "1";
	case 'a': return w->a != NULL ? w->a : algorithm[w->algorithm];
	case 'c': return w->c != NULL ? w->c : w->canon;
	case 'd': return w->domain;
	case 's': return w->selector;
	case 'i': return w->i;
	case 'q': return w->q;
	case 't': return w->t;
	case 'x': return w->x;
	case 'l': return w->l != NULL ? w->l : w->limited ? run_text(m->r, "%zu", w->length) : NULL;
	case 'h': return w->h != NULL ? w->h : m->h;
	case 'b': return "%b";
	default: return NULL;
	}
}

/* Tags that are set and that the order does not name stand before h. */
static const char *
order_of(const struct making *m)
{
	const char *order = m->how.order != NULL ? m->how.order : "v a c d s h bh b", *more = "";
	static const char optional[] = "iqtxl";
	struct span all = span_str(run_text(m->r, " %s ", order));

	for (size_t i = 0; i < sizeof(optional) - 1; i++) {
		char tag[2] = { optional[i], '\0' };
		const char *word = run_text(m->r, " %s ", tag);
		if (value_of(m, tag) != NULL && span_search(all, span_str(word)) == all.n)
			more = run_text(m->r, "%s%s ", more, tag);
	}
	size_t h = span_search(all, SPAN(" h "));
	return run_text(m->r, "%.*s %s%s", (int)h, (const char *)all.p, more,
	    h < all.n ? (const char *)all.p + h : "");
}

/* The tag list with %b where the signature belongs. */
static const char *
tag_list(struct making *m)
{
	const char *between = m->how.between != NULL ? m->how.between : ";\r\n\t";
	const char *equals = m->how.equals != NULL ? m->how.equals : "=";
	const char *text = "", *order = order_of(m);
	char tag[8];
	int n;

	for (const char *p = order; sscanf(p, " %7s%n", tag, &n) == 1; p += n) {
		const char *value = value_of(m, tag);
		if (value == NULL) {
			run_internal(m->r, "no value for the tag %s", tag);
			return "%b";
		}
		const char *more = m->how.more != NULL && span_eq(span_str(tag), SPAN("bh"))
		    ? run_text(m->r, "%s%s", m->how.more, between)
		    : "";
		text = run_text(m->r, "%s%s%s%s%s%s", text, text[0] != '\0' ? between : "", more,
		    tag, equals, value);
	}
	return text;
}

/* %h in a list of the case's own is the body hash. */
static const char *
raw_list(struct making *m)
{
	struct span raw = span_str(m->how.raw);
	size_t h = span_search(raw, SPAN("%h"));

	if (h == raw.n)
		return m->how.raw;
	return run_text(m->r, "%.*s%s%s", (int)h, m->how.raw, m->bh, m->how.raw + h + 2);
}

/* ---- signing ---------------------------------------------------------------------------------- */

static bool
sign_octets(struct making *m, struct span octets, uint8_t *out, size_t *n)
{
	const struct dkim_lent *lent = dkimc_lent(m->r);
	EVP_PKEY *key = lent != NULL ? lent->key : dkimc_key_of(m->how.algorithm, m->how.bits);
	bool sha1 = m->how.algorithm == DKIMC_RSA_SHA1;
	bool small = m->how.algorithm == DKIMC_ED25519_SHA256;
	uint8_t digest[DKIMC_DIGEST_MOST];
	size_t digest_n = 0;
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	/* RFC 8463, 3: Ed25519 signs the digest. */
	if (small && dkimc_digest(false, octets, digest, &digest_n))
		octets = SPAN_OF(digest, digest_n);
	bool ok = c != NULL && key != NULL &&
	    EVP_DigestSignInit(c, NULL,
		small      ? NULL
		    : sha1 ? EVP_sha1()
			   : EVP_sha256(),
		NULL, key) == 1 &&
	    EVP_DigestSign(c, out, n, octets.p, octets.n) == 1;
	EVP_MD_CTX_free(c);
	ERR_clear_error();
	return ok;
}

/* White space in every place where it may be. */
static const char *
folded(struct run *r, const char *b, bool everywhere)
{
	size_t n = strlen(b), step = everywhere ? 1 : FOLD_B;
	struct buf out;

	buf_init(&out, run_take(r, n * 5 + 8), n * 5 + 8);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i % step == 0)
			buf_put_str(&out, everywhere && i % 16 != 0 ? " " : "\r\n\t ");
		buf_put_octet(&out, (uint8_t)b[i]);
	}
	buf_put_octet(&out, '\0');
	return (const char *)out.p;
}

static const char *
signature(struct making *m, struct span without)
{
	uint8_t octets[SIGNATURE_MOST];
	size_t n = sizeof(octets);
	struct span h = span_str(m->h);
	struct span field = dkimc_field(m->r, without, m->canon.header_relaxed);
	struct span signed_octets =
	    edit_join(m->r, dkimc_fields(m->r, m->message, h, m->canon.header_relaxed, SIZE_MAX),
		span_sub(field, 0, field.n - 2));

	if (!sign_octets(m, signed_octets, octets, &n)) {
		run_internal(m->r, "OpenSSL makes no signature");
		return "";
	}
	if (m->how.bad_signature)
		octets[n / 2] ^= 1;
	return folded(m->r, encoded(m->r, SPAN_OF(octets, n)), m->how.b_folded);
}

static struct making
decide(struct run *r, struct span message, const struct dkim_how *how)
{
	static const struct dkim_how honest;
	struct making m = { .r = r, .how = how != NULL ? *how : honest, .message = message };

	if (m.how.domain == NULL)
		m.how.domain = author_domain(r, message);
	if (!dkimc_sign_as_lent(r, &m.how))
		return m;
	if (m.how.selector == NULL)
		m.how.selector = m.how.algorithm == DKIMC_ED25519_SHA256 ? "e1" : "s1";
	if (m.how.canon == NULL)
		m.how.canon = "relaxed/relaxed";
	m.canon = dkimc_canon_of(span_str(m.how.canon));
	m.h = m.how.fields != NULL ? m.how.fields : usual_fields(r, message);
	m.bh = body_hash(&m);
	return m;
}

/* Once in an attempt; on loopback the lab's DNS may be known to the relay alone. */
static void
need_lent_key(struct run *r)
{
	static const struct run *asked;
	const struct dkim_lent *lent = dkimc_lent(r);

	if (lent == NULL || asked == r || r->plan->target->loopback)
		return;
	asked = r;
	dkimc_need_lent(r, dkimc_sign(r, run_span(r, "From: <a@%s>\r\n\r\n", lent->domain), NULL));
}

struct span
dkimc_sign(struct run *r, struct span message, const struct dkim_how *how)
{
	if (!run_ok(r))
		return message;
	need_lent_key(r);
	struct making m = decide(r, message, how);
	if (!run_ok(r))
		return message;
	const char *name = m.how.field != NULL ? m.how.field : "DKIM-Signature";
	struct span list = span_str(m.how.raw != NULL ? raw_list(&m) : tag_list(&m));
	size_t b = span_search(list, SPAN("%b"));
	struct span head = span_sub(list, 0, b), tail = span_sub(list, b + 2, list.n);

	if (!m.how.unpublished && dkimc_lent(r) == NULL)
		dkimc_publish(r, &m.how, "%s", dkimc_record(r, &m.how));
	struct span without = run_span(r, "%s: %.*s%.*s\r\n", name, (int)head.n,
	    (const char *)head.p, (int)tail.n, (const char *)tail.p);
	const char *value = b < list.n ? signature(&m, without) : "";
	return edit_join(r,
	    run_span(r, "%s: %.*s%s%.*s\r\n", name, (int)head.n, (const char *)head.p, value,
		(int)tail.n, (const char *)tail.p),
	    message);
}
