/* Feeds canonical forms to a hash, through a small buffer.
 * Source: RFC 6376, 3.7. */
#include "reference/shell/dkim_hash.h"

#include <openssl/evp.h>

enum { CHUNK = 16384 };

bool
dkim_hash_body(struct span body, enum dkim_canon form, uint8_t digest[DKIM_SHA256])
{
	struct dkim_body_canon canon;
	uint8_t out[CHUNK];
	size_t at = 0, made;

	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	bool ok = hash != NULL && EVP_DigestInit_ex(hash, EVP_sha256(), NULL) == 1;
	dkim_body_begin(&canon, form);
	while (ok && at < body.n) {
		at += dkim_body_feed(&canon, body.p + at, body.n - at, out, sizeof(out), &made);
		ok = EVP_DigestUpdate(hash, out, made) == 1;
	}
	while (ok && (made = dkim_body_end(&canon, out)) > 0)
		ok = EVP_DigestUpdate(hash, out, made) == 1;
	ok = ok && EVP_DigestFinal_ex(hash, digest, NULL) == 1;
	EVP_MD_CTX_free(hash);
	return ok;
}

static bool
add(EVP_MD_CTX *hash, struct dkim_field_canon *canon, struct span s)
{
	uint8_t out[1024];
	size_t at = 0, made;

	while (at < s.n) {
		at += dkim_field_feed(canon, s.p + at, s.n - at, out, sizeof(out), &made);
		if (EVP_DigestUpdate(hash, out, made) != 1)
			return false;
	}
	return true;
}

bool
dkim_hash_fields(struct dkim_fields *fields, struct span names, enum dkim_canon form,
    struct span own, struct span hole, uint8_t digest[DKIM_SHA256])
{
	struct dkim_field_canon canon;
	struct span name;
	size_t at = 0;

	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	bool ok = hash != NULL && EVP_DigestInit_ex(hash, EVP_sha256(), NULL) == 1;
	while (ok && dkim_tags_item(names, &at, &name)) {
		const struct dkim_field *f = dkim_fields_take(fields, name);
		if (f == NULL)
			continue;
		dkim_field_begin(&canon, form);
		ok = add(hash, &canon, span_sub(f->raw, 0, f->raw.n - 2)) &&
		    EVP_DigestUpdate(hash, "\r\n", 2) == 1;
	}
	size_t before = (size_t)(hole.p - own.p);
	dkim_field_begin(&canon, form);
	ok = ok && add(hash, &canon, span_sub(own, 0, before)) &&
	    add(hash, &canon, span_sub(own, before + hole.n, own.n)) &&
	    EVP_DigestFinal_ex(hash, digest, NULL) == 1;
	EVP_MD_CTX_free(hash);
	return ok;
}
