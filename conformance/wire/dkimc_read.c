/* Reading and checking DKIM signatures.  RFC 6376, 3.5, 3.6 and 6.1; RFC 8301;
 * RFC 8463.  Says of each signature whether it passes and, if not, the first
 * reason that was found. */
#include "conformance/wire/dkimc.h"

#include "conformance/wire/b64c.h"
#include "conformance/wire/dnsc.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SKEW_SECONDS = 300, RSA_LEAST = 1024 };

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- tag lists ---------------------------------------------------------------------------- */

/* The value of a tag; how often it is there.  Values are trimmed. */
static unsigned
find_tag(struct span list, const char *name, struct span *value)
{
	unsigned n = 0;

	*value = (struct span){ NULL, 0 };
	for (size_t at = 0; at < list.n;) {
		size_t end = span_find(list, at, ';');
		struct span tag = span_sub(list, at, end - at);
		size_t equals = span_find(tag, 0, '=');
		if (equals < tag.n &&
		    span_eq(span_trim(span_sub(tag, 0, equals)), span_str(name)) && n++ == 0)
			*value = span_trim(span_sub(tag, equals + 1, tag.n));
		at = end + 1;
	}
	return n;
}

static struct span
without_space(struct run *r, struct span s)
{
	struct buf b;

	buf_init(&b, run_take(r, s.n), s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!is_space(s.p[i]))
			buf_put_octet(&b, s.p[i]);
	return buf_span(&b);
}

static bool
decode(struct run *r, struct span text, struct span *octets)
{
	struct span s = without_space(r, text);
	uint8_t *p = run_take(r, s.n);
	size_t n = 0;

	if (!b64c_decode(s, p, &n))
		return false;
	*octets = SPAN_OF(p, n);
	return n > 0;
}

/* A word in a list with colons, any case. */
static bool
lists(struct span list, const char *word)
{
	for (size_t at = 0; at < list.n;) {
		size_t end = span_find(list, at, ':');
		if (span_eq_nocase(span_trim(span_sub(list, at, end - at)), span_str(word)))
			return true;
		at = end + 1;
	}
	return false;
}

static const char *
text_of(struct run *r, struct span s)
{
	return run_text(r, "%.*s", (int)s.n, s.n > 0 ? (const char *)s.p : "");
}

struct span
dkimc_tag(const struct dkim_seen *s, const char *name)
{
	struct span value;

	find_tag(s->tags, name, &value);
	return value;
}

unsigned
dkimc_signs(const struct dkim_seen *s, const char *field)
{
	unsigned n = 0;

	for (size_t at = 0; at < s->fields.n;) {
		size_t end = span_find(s->fields, at, ':');
		n += span_eq_nocase(span_sub(s->fields, at, end - at), span_str(field));
		at = end + 1;
	}
	return n;
}

/* ---- the key -------------------------------------------------------------------------------- */

/* The public key of a record; what is wrong with it, or NULL. */
static const char *
key_of(struct run *r, struct span record, bool ed25519, EVP_PKEY **key)
{
	struct span v, k, h, s, p, octets;

	if (find_tag(record, "v", &v) > 0 && !span_eq(v, SPAN("DKIM1")))
		return "the key record has another v=";
	if (find_tag(record, "k", &k) > 0 ? !span_eq(k, ed25519 ? SPAN("ed25519") : SPAN("rsa"))
					  : ed25519)
		return "the key is of another kind";
	if (find_tag(record, "h", &h) > 0 && !lists(h, "sha256"))
		return "the key is not for sha256";
	if (find_tag(record, "s", &s) > 0 && !lists(s, "email") && !lists(s, "*"))
		return "the key is not for email";
	if (find_tag(record, "p", &p) != 1 || p.n == 0)
		return "the key is revoked";
	if (!decode(r, p, &octets))
		return "p= is no base64";
	const unsigned char *at = octets.p;
	*key = ed25519 ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, octets.p, octets.n)
		       : d2i_PUBKEY(NULL, &at, (long)octets.n);
	ERR_clear_error();
	return *key != NULL ? NULL : "p= is no key";
}

static const char *
fetch_key(struct run *r, const struct dkim_seen *s, bool ed25519, EVP_PKEY **key)
{
	struct dnsc_found found;
	const char *name = run_text(r, "%s._domainkey.%s", s->selector, s->domain);
	enum dnsc_got got = dnsc_look_up(r, name, "TXT", &found);

	if (got == DNSC_NO_ANSWER)
		return "DNS gave no answer for the key";
	return got == DNSC_GOT ? key_of(r, found.record[0], ed25519, key)
			       : "there is no key record";
}

/* ---- one signature ----------------------------------------------------------------------------- */

/* The field with what b= holds taken out, without its last CRLF. */
static struct span
without_b(struct run *r, struct span field)
{
	size_t colon = span_find(field, 0, ':');

	for (size_t at = colon + 1; at < field.n;) {
		size_t end = span_find(field, at, ';');
		struct span tag = span_sub(field, at, end - at);
		size_t equals = span_find(tag, 0, '=');
		if (span_eq(span_trim(span_sub(tag, 0, equals)), SPAN("b"))) {
			struct span tail = span_sub(field, end, field.n);
			if (tail.n == 0)
				tail = SPAN("\r\n");
			return edit_join(r, span_sub(field, 0, at + equals + 1), tail);
		}
		at = end + 1;
	}
	return field;
}

static const char *
check_body(struct run *r, struct span message, const struct dkim_seen *s)
{
	struct dkimc_canon canon = dkimc_canon_of(span_str(s->canon));
	struct span body = dkimc_body(r, message, canon.body_relaxed), bh, l;
	uint8_t digest[DKIMC_DIGEST_MOST];
	size_t n = 0;

	if (find_tag(s->tags, "l", &l) > 0) {
		uint64_t length = strtoull(text_of(r, l), NULL, 10);
		if (length > body.n)
			return "l= is longer than the body";
		body.n = (size_t)length;
	}
	if (!decode(r, dkimc_tag(s, "bh"), &bh))
		return "bh= is no base64";
	if (!dkimc_digest(false, body, digest, &n) || !span_eq(bh, SPAN_OF(digest, n)))
		return "the body is not the one that was signed";
	return NULL;
}

static const char *
check_signature(struct run *r, struct span message, struct span field, size_t at,
    const struct dkim_seen *s, EVP_PKEY *key)
{
	struct dkimc_canon canon = dkimc_canon_of(span_str(s->canon));
	bool ed25519 = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
	struct span own = dkimc_field(r, without_b(r, field), canon.header_relaxed), b;
	struct span all =
	    edit_join(r, dkimc_fields(r, message, s->fields, canon.header_relaxed, at),
		span_sub(own, 0, own.n - 2));
	uint8_t digest[DKIMC_DIGEST_MOST];
	size_t n = 0;
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	if (ed25519 && dkimc_digest(false, all, digest, &n))
		all = SPAN_OF(digest, n);
	bool good = decode(r, dkimc_tag(s, "b"), &b) && c != NULL &&
	    EVP_DigestVerifyInit(c, NULL, ed25519 ? NULL : EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(c, b.p, b.n, all.p, all.n) == 1;
	EVP_MD_CTX_free(c);
	ERR_clear_error();
	return good ? NULL : "b= is not a signature of these fields";
}

/* What can be said without a key. */
static const char *
check_tags(struct run *r, const struct dkim_seen *s)
{
	static const char *const wanted[] = { "v", "a", "b", "bh", "d", "h", "s" };
	struct span value;
	int64_t now = (int64_t)time(NULL);

	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		if (find_tag(s->tags, wanted[i], &value) != 1 || value.n == 0)
			return run_text(r, "%s= is missing, empty or there twice", wanted[i]);
	if (!span_eq(dkimc_tag(s, "v"), SPAN("1")))
		return "v= is not 1";
	if (strcmp(s->algorithm, "rsa-sha256") != 0 && strcmp(s->algorithm, "ed25519-sha256") != 0)
		return "the algorithm is not known, or no longer good";
	if (dkimc_signs(s, "From") == 0)
		return "From is not signed";
	if (find_tag(s->tags, "x", &value) > 0 &&
	    strtoll(text_of(r, value), NULL, 10) + SKEW_SECONDS < now)
		return "it has expired";
	if (find_tag(s->tags, "t", &value) > 0 &&
	    strtoll(text_of(r, value), NULL, 10) - SKEW_SECONDS > now)
		return "it is from the future";
	if (find_tag(s->tags, "i", &value) > 0) {
		struct span d = span_str(s->domain);
		bool ends = value.n > d.n &&
		    span_eq_nocase(span_sub(value, value.n - d.n, d.n), d) &&
		    (value.p[value.n - d.n - 1] == '@' || value.p[value.n - d.n - 1] == '.');
		if (!ends)
			return "i= is not beneath d=";
	}
	return NULL;
}

static void
look(struct run *r, struct span message, struct span field, size_t at, struct dkim_seen *s)
{
	struct span list = span_sub(field, span_find(field, 0, ':') + 1, field.n), x;
	EVP_PKEY *key = NULL;

	*s = (struct dkim_seen){ .tags = span_trim(list) };
	s->domain = text_of(r, dkimc_tag(s, "d"));
	s->selector = text_of(r, dkimc_tag(s, "s"));
	s->algorithm = text_of(r, dkimc_tag(s, "a"));
	s->canon = text_of(r, dkimc_tag(s, "c"));
	s->fields = without_space(r, dkimc_tag(s, "h"));
	s->limited = find_tag(s->tags, "l", &x) > 0;
	s->expires = find_tag(s->tags, "x", &x) > 0;
	s->why = check_tags(r, s);
	bool ed25519 = strcmp(s->algorithm, "ed25519-sha256") == 0;
	if (s->why == NULL)
		s->why = check_body(r, message, s);
	if (s->why == NULL)
		s->why = fetch_key(r, s, ed25519, &key);
	if (s->why == NULL) {
		s->bits = (unsigned)EVP_PKEY_get_bits(key);
		s->bits = ed25519 ? 256 : s->bits;
		s->why = !ed25519 && s->bits < RSA_LEAST
		    ? "the key is too short"
		    : check_signature(r, message, field, at, s, key);
	}
	EVP_PKEY_free(key);
	s->pass = s->why == NULL;
	s->why = s->pass ? "" : s->why;
	transcript_note(&r->log, 0, "DKIM-Signature a=%s d=%s s=%s: %s%s", s->algorithm, s->domain,
	    s->selector, s->pass ? "passes" : "does not pass: ", s->why);
}

size_t
dkimc_read(struct run *r, struct span message, struct dkim_seen seen[DKIMC_SEEN_MOST])
{
	struct span field;
	size_t n = 0;

	for (size_t at = 0, begin = 0; run_ok(r) && n < DKIMC_SEEN_MOST; begin = at) {
		field = dkimc_next_field(message, &at);
		if (field.n == 0)
			break;
		if (span_eq_nocase(dkimc_field_name(field), SPAN("DKIM-Signature")))
			look(r, message, field, begin, &seen[n++]);
	}
	return n;
}

/* All of these fields are in h=; the first that is not, or NULL. */
static const char *
unsigned_field(struct run *r, const struct dkim_seen *s, const char *fields)
{
	struct span all = span_str(fields);

	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, ':');
		const char *name = text_of(r, span_sub(all, at, end - at));
		if (dkimc_signs(s, name) == 0)
			return name;
		at = end + 1;
	}
	return NULL;
}

struct dkim_seen
expect_dkim_pass(struct run *r, struct span message, const char *domain, const char *algorithm,
    const char *fields)
{
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	static const struct dkim_seen none;
	size_t n = dkimc_read(r, message, seen);
	const char *why = "there is no DKIM-Signature";

	for (size_t i = 0; i < n && run_ok(r); i++) {
		const char *missing = unsigned_field(r, &seen[i], fields != NULL ? fields : "From");
		if (algorithm != NULL && strcmp(seen[i].algorithm, algorithm) != 0)
			why = run_text(r, "a=%s", seen[i].algorithm);
		else if (!span_eq_nocase(span_str(seen[i].domain), span_str(domain)))
			why = run_text(r, "d=%s", seen[i].domain);
		else if (!seen[i].pass)
			why = seen[i].why;
		else if (missing != NULL)
			why = run_text(r, "%s is not in h=", missing);
		else
			return seen[i];
	}
	run_disappoint(r, MOOD_EXPECT, "DKIM",
	    run_text(r, "a DKIM signature%s%s of %s that passes", algorithm != NULL ? " by " : "",
		algorithm != NULL ? algorithm : "", domain),
	    span_str(why));
	return none;
}
