/* Our own signatures: relaxed/relaxed over the fields that matter, one for each
 * key.  Fields of which a second one would change what people see are listed once
 * more than they are there, so that none can be added.
 *
 * No l=, because text could be added; no x=, because mail may lie in a queue; no
 * i=, because it would say nothing that d= does not.
 * Source: RFC 6376, 3.5, 5.4 and 8.15; RFC 8463; RFC 8301, 3.2. */
#include "reference/shell/dkim.h"
#include "reference/shell/dkim_hash.h"
#include "reference/shell/dkim_private.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <stdlib.h>

enum {
	LINE_MOST = 76, /* columns; RFC 5322, 2.1.1 says 78 */
	TAB = 8,
	NAMES_MOST = 1100, /* octets of h=: two signatures fit into DKIM_FIELDS_MOST */
	SIGNATURE_MOST = DKIM_RSA_MOST / 8,
	TEXT_MOST = 4 * ((SIGNATURE_MOST + 2) / 3) + 1
};

/* OUT_SIGNED_FIELDS; once: as often as they are there, twice: once more. */
static const struct {
	const char *name;
	bool once_more;
} SIGNED[] = {
	{ "from", true }, /* OUT_SIGNED_FROM */
	{ "reply-to", true },
	{ "subject", true },
	{ "date", true },
	{ "to", true },
	{ "cc", true },
	{ "in-reply-to", true },
	{ "references", true },
	{ "resent-date", true },
	{ "resent-from", true },
	{ "resent-sender", true },
	{ "resent-to", true },
	{ "resent-cc", true },
	{ "list-id", true },
	{ "list-help", true },
	{ "list-unsubscribe", true },
	{ "list-subscribe", true },
	{ "list-post", true },
	{ "list-owner", true },
	{ "list-archive", true },
	{ "autocrypt", true },
	{ "content-type", true },
	{ "sender", false },
	{ "message-id", false },
	{ "resent-message-id", false },
	{ "mime-version", false },
	{ "content-transfer-encoding", false },
	{ "content-disposition", false },
	{ "auto-submitted", false },
	{ "secure-join", false },
	{ "secure-join-invitenumber", false },
};

/* ---- lines ---- */

struct text {
	struct buf *out;
	size_t column;
};

/* A word that is not broken, on this line or the next. */
static void
put_word(struct text *t, struct span word, bool space)
{
	if (t->column + space + word.n > LINE_MOST) {
		buf_put(t->out, SPAN("\r\n\t"));
		t->column = TAB;
	} else if (space) {
		buf_put_octet(t->out, ' ');
		t->column++;
	}
	buf_put(t->out, word);
	t->column += word.n;
}

/* Base64 may be broken anywhere. */
static void
put_long(struct text *t, struct span s)
{
	while (s.n > 0) {
		size_t room = t->column < LINE_MOST ? LINE_MOST - t->column : LINE_MOST - TAB;
		struct span piece = span_sub(s, 0, room);

		put_word(t, piece, false);
		s = span_sub(s, piece.n, s.n);
	}
}

static void
put_tag(struct text *t, const char *name, struct span value)
{
	uint8_t memory[DKIM_NAME_MOST + 32];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	buf_put_str(&b, name);
	buf_put_octet(&b, '=');
	buf_put(&b, value);
	buf_put_octet(&b, ';');
	put_word(t, buf_span(&b), true);
}

static void
put_base64(struct text *t, const uint8_t *p, size_t n)
{
	uint8_t encoded[TEXT_MOST];
	int len = EVP_EncodeBlock(encoded, p, (int)n);

	put_long(t, SPAN_OF(encoded, (size_t)len));
}

/* ---- which fields ---- */

static void
list(struct buf *names, struct span name)
{
	if (names->n > 0)
		buf_put_octet(names, ':');
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];
		buf_put_octet(names, c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c);
	}
}

/* Chat-Version and its like; what could not stand in h= is no such field. */
static bool
is_chat(struct span name)
{
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];
		if (c != '-' && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return span_starts_nocase(name, SPAN("chat-"));
}

static void
list_fields(const struct dkim_fields *fields, struct buf *names)
{
	for (size_t k = 0; k < COUNT_OF(SIGNED); k++) {
		struct span name = span_str(SIGNED[k].name);

		for (size_t i = 0; i < fields->n; i++)
			if (span_eq_nocase(fields->f[i].name, name))
				list(names, name);
		if (SIGNED[k].once_more)
			list(names, name);
	}
	/* As many as there is room for: a message is not lost for having many. */
	for (size_t i = 0; i < fields->n; i++)
		if (is_chat(fields->f[i].name) && names->cap - names->n > fields->f[i].name.n + 1)
			list(names, fields->f[i].name);
}

/* ---- one signature ---- */

struct task {
	struct dkim_fields fields;
	struct span names; /* h= */
	uint8_t body_hash[DKIM_SHA256];
	int64_t now;
};

/* All of the field up to "b=". */
static void
put_field(
    struct text *t, const struct dkim_signer *s, const struct dkim_pair *k, const struct task *task)
{
	uint8_t memory[24];
	struct buf date;
	struct span name;
	size_t at = 0;
	bool first = true;

	buf_init(&date, memory, sizeof(memory));
	buf_put_u64(&date, task->now < 0 ? 0 : (uint64_t)task->now);
	t->column = 0;
	put_word(t, SPAN("DKIM-Signature:"), false);
	put_tag(t, "v", SPAN("1"));
	put_tag(
	    t, "a", k->algorithm == DKIM_RSA_SHA256 ? SPAN("rsa-sha256") : SPAN("ed25519-sha256"));
	put_tag(t, "c", SPAN("relaxed/relaxed"));
	put_tag(t, "d", s->domain);
	put_tag(t, "s", span_str(k->selector));
	put_tag(t, "t", buf_span(&date));
	put_word(t, SPAN("h="), true);
	while (dkim_tags_item(task->names, &at, &name)) {
		struct span word = name;
		if (!first) { /* the colon stands before its name: they are neighbours in names */
			word.p--;
			word.n++;
		}
		put_word(t, word, false);
		first = false;
	}
	put_word(t, SPAN(";"), false);
	put_word(t, SPAN("bh="), true);
	put_base64(t, task->body_hash, DKIM_SHA256);
	put_word(t, SPAN(";"), false);
	put_word(t, SPAN("b="), true);
}

static bool
make_signature(const struct dkim_pair *k, const uint8_t *digest, uint8_t *out, size_t *n)
{
	bool ok;

	*n = SIGNATURE_MOST;
	if (k->algorithm == DKIM_ED25519_SHA256) {
		EVP_MD_CTX *ctx = EVP_MD_CTX_new();
		ok = ctx != NULL && EVP_DigestSignInit(ctx, NULL, NULL, NULL, k->key) == 1 &&
		    EVP_DigestSign(ctx, out, n, digest, DKIM_SHA256) == 1;
		EVP_MD_CTX_free(ctx);
	} else {
		EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(k->key, NULL);
		ok = ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
		    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1 &&
		    EVP_PKEY_sign(ctx, out, n, digest, DKIM_SHA256) == 1;
		EVP_PKEY_CTX_free(ctx);
	}
	ERR_clear_error();
	return ok;
}

static bool
sign_one(const struct dkim_signer *s, const struct dkim_pair *k, struct task *task, struct buf *out)
{
	struct text t = { out, 0 };
	uint8_t digest[DKIM_SHA256], b[SIGNATURE_MOST];
	size_t from = out->n, n;

	put_field(&t, s, k, task);
	if (out->full)
		return false;
	struct span own = SPAN_OF(out->p + from, out->n - from);
	dkim_fields_begin(&task->fields, task->fields.n);
	if (!dkim_hash_fields(
		&task->fields, task->names, DKIM_RELAXED, own, SPAN_OF(own.p + own.n, 0), digest) ||
	    !make_signature(k, digest, b, &n))
		return false;
	put_base64(&t, b, n);
	buf_put(out, SPAN("\r\n"));
	return !out->full;
}

bool
dkim_sign(const struct dkim_signer *s, struct span message, int64_t now, struct buf *out)
{
	uint8_t memory[NAMES_MOST];
	struct task task = { .now = now };
	struct buf names;
	size_t body;
	bool ok = false;

	struct dkim_field *fields = calloc(DKIM_FIELDS_COUNTED, sizeof(*fields));
	if (fields == NULL)
		return false;
	buf_init(&names, memory, sizeof(memory));
	if (dkim_fields_read(message, fields, DKIM_FIELDS_COUNTED, &task.fields, &body)) {
		list_fields(&task.fields, &names);
		task.names = buf_span(&names);
		ok = !names.full &&
		    dkim_hash_body(
			span_sub(message, body, message.n), DKIM_RELAXED, task.body_hash);
	}
	for (size_t i = 0; ok && i < s->n; i++)
		ok = sign_one(s, &s->pair[i], &task, out); /* OUT_SIGNED OUT_SIGNED_ED25519 */
	free(fields);
	return ok;
}
