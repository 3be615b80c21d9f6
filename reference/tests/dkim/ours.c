/* refrelay's DKIM for compare.py.
 *   ours RSA.pem ED25519.pem DOMAIN
 * V message author now (name record)...   P, N, F or L
 * S message now                           our signature fields
 * T key tags names form body-form message a signature that has these tags: one that
 *                                         our signer would never make */
#include "reference/shell/dkim.h"
#include "reference/shell/dkim_hash.h"
#include "reference/shell/ipc.h"
#include "reference/tests/dkim/frames.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <string.h>

static struct span
span(const struct frame *f, size_t i)
{
	return SPAN_OF(frame_text(f, i), frame_length(f, i));
}

static void
verify(const struct frame *f)
{
	static uint8_t strings[65536];
	static const char letters[] = { 'P', 'N', 'F', 'L' };

	struct dkim *d = dkim_begin(span(f, 0), span(f, 1));
	for (size_t i = 0; d != NULL && i < dkim_keys(d); i++) {
		enum txt_result r = TXT_NONE;
		size_t n = 0;
		for (size_t k = 3; k + 1 < f->n; k += 2) {
			if (!span_eq_nocase(span(f, k), dkim_name(d, i)))
				continue;
			r = TXT_FOUND;
			n += ipc_put_string(strings + n, span(f, k + 1));
		}
		dkim_answer(d, i, r, SPAN_OF(strings, n));
	}
	if (d == NULL)
		exit(1);
	frame_answer(&letters[dkim_verify(d, strtoll(frame_text(f, 2), NULL, 10))], 1);
	dkim_free(d);
}

static void
sign(const struct frame *f, const struct dkim_signer *s)
{
	uint8_t memory[DKIM_FIELDS_MOST];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	if (!dkim_sign(s, span(f, 0), strtoll(frame_text(f, 1), NULL, 10), &b))
		buf_reset(&b);
	frame_answer(b.p, b.n);
}

static size_t
sign_digest(EVP_PKEY *key, const uint8_t *digest, uint8_t *b, size_t n)
{
	bool ok;

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) {
		EVP_MD_CTX *c = EVP_MD_CTX_new();
		ok = EVP_DigestSignInit(c, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestSign(c, b, &n, digest, 32) == 1;
		EVP_MD_CTX_free(c);
	} else {
		EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);
		ok = EVP_PKEY_sign_init(c) == 1 &&
		    EVP_PKEY_CTX_set_signature_md(c, EVP_sha256()) == 1 &&
		    EVP_PKEY_sign(c, b, &n, digest, 32) == 1;
		EVP_PKEY_CTX_free(c);
	}
	return ok ? n : 0;
}

static enum dkim_canon
form(const struct frame *f, size_t i)
{
	return span_eq(span(f, i), SPAN("relaxed")) ? DKIM_RELAXED : DKIM_SIMPLE;
}

static void
sign_as_told(const struct frame *f)
{
	static struct dkim_field memory[DKIM_FIELDS_COUNTED];
	static char whole[65536];
	struct dkim_fields fields;
	uint8_t digest[32], b[1024], text[2048] = "";
	size_t body;

	BIO *pem = BIO_new_mem_buf(frame_text(f, 0), (int)frame_length(f, 0));
	EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, NULL, NULL);
	if (key == NULL ||
	    !dkim_fields_read(span(f, 5), memory, DKIM_FIELDS_COUNTED, &fields, &body) ||
	    !dkim_hash_body(span_sub(span(f, 5), body, frame_length(f, 5)), form(f, 4), digest))
		exit(1);
	EVP_EncodeBlock(text, digest, 32);
	/* %s in the tags is where the body hash goes; b= is the last. */
	const char *hole = strstr(frame_text(f, 1), "%s");
	int head = hole != NULL ? (int)(hole - frame_text(f, 1)) : (int)frame_length(f, 1);
	int n = snprintf(whole, sizeof(whole), "DKIM-Signature:%.*s%s%s", head, frame_text(f, 1),
	    hole != NULL ? (char *)text : "", hole != NULL ? hole + 2 : "");
	struct span own = SPAN_OF(whole, (size_t)n);
	dkim_fields_begin(&fields, fields.n);
	if (!dkim_hash_fields(
		&fields, span(f, 2), form(f, 3), own, SPAN_OF(own.p + own.n, 0), digest))
		exit(1);
	size_t b_n = sign_digest(key, digest, b, sizeof(b));
	EVP_EncodeBlock(text, b, (int)b_n);
	n += snprintf(whole + n, sizeof(whole) - (size_t)n, "%s\r\n", (char *)text);
	frame_answer(whole, (size_t)n);
	EVP_PKEY_free(key);
	BIO_free(pem);
}

int
main(int argc, char **argv)
{
	struct config c;
	struct frame f = { 0 };

	config_init(&c);
	if (argc != 4 || config_set(&c, "ours", "dkim_key", argv[1]) != 0 ||
	    config_set(&c, "ours", "dkim_ed25519_key", argv[2]) != 0 ||
	    config_set(&c, "ours", "mail_domain", argv[3]) != 0)
		return 2;
	struct dkim_signer *s = dkim_signer_open(&c);
	if (s == NULL)
		return 2;
	while (frame_read(&f)) {
		if (f.what == 'V')
			verify(&f);
		else if (f.what == 'S')
			sign(&f, s);
		else
			sign_as_told(&f);
		frame_free(&f);
	}
	dkim_signer_free(s);
	config_free(&c);
	return 0;
}
