/* The size of the key in a key record of DNS, when it serves for mail.  Reads the
 * record for itself, more strictly than who verifies has to.  RFC 6376, 3.6.1;
 * RFC 8463, 4. */
#include "conformance/wire/b64c.h"
#include "conformance/wire/dkimc.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

enum { ED25519_OCTETS = 32, ED25519_BITS = 256, RSA_LEAST = 512 };

/* The trimmed value of a tag, or what is usual without it; there twice: nothing. */
static struct span
tag_of(struct span record, const char *name, const char *usual)
{
	struct span value = span_str(usual);
	unsigned n = 0;

	for (size_t at = 0; at < record.n; at = span_find(record, at, ';') + 1) {
		struct span tag = span_sub(record, at, span_find(record, at, ';') - at);
		size_t equals = span_find(tag, 0, '=');
		if (!span_eq(span_trim(span_sub(tag, 0, equals)), span_str(name)))
			continue;
		value = span_trim(span_sub(tag, equals + 1, tag.n));
		n++;
	}
	return n <= 1 ? value : SPAN("");
}

static bool
lists(struct span list, const char *word)
{
	for (size_t at = 0; at < list.n; at = span_find(list, at, ':') + 1)
		if (span_eq(span_trim(span_sub(list, at, span_find(list, at, ':') - at)),
			span_str(word)))
			return true;
	return false;
}

static unsigned
rsa_bits(struct span der)
{
	const unsigned char *at = der.p;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)der.n);
	unsigned bits = 0;

	if (key != NULL && at == der.p + der.n && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		bits = (unsigned)EVP_PKEY_get_bits(key);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return bits < RSA_LEAST ? 0 : bits; /* nobody takes it, and 256 means Ed25519 */
}

unsigned
dkimc_record_bits(struct run *r, struct span record)
{
	struct span k = tag_of(record, "k", "rsa"), s = tag_of(record, "s", "*");
	struct span p = tag_of(record, "p", "");
	uint8_t *text = run_take(r, p.n + 1), *octets = run_take(r, p.n + 1);
	size_t text_n = 0, n = 0;

	for (size_t i = 0; i < p.n; i++)
		if (p.p[i] != ' ' && p.p[i] != '\t')
			text[text_n++] = p.p[i];
	if (!span_eq(tag_of(record, "v", "DKIM1"), SPAN("DKIM1")) ||
	    !lists(tag_of(record, "h", "sha256"), "sha256") ||
	    lists(tag_of(record, "t", ""), "y") || (!lists(s, "*") && !lists(s, "email")) ||
	    !b64c_decode(SPAN_OF(text, text_n), octets, &n))
		return 0;
	if (span_eq(k, SPAN("ed25519")))
		return n == ED25519_OCTETS ? ED25519_BITS : 0;
	return span_eq(k, SPAN("rsa")) ? rsa_bits(SPAN_OF(octets, n)) : 0;
}
