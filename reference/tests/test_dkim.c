/* Signatures on whole messages: those of RFC 6376 and RFC 8463, ours, and each
 * reason why one is not believed. */
#include "reference/shell/dkim.h"
#include "reference/shell/dkim_hash.h"
#include "reference/shell/ipc.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NOW = 1700000000 };

/* ---- DNS ---- */

static struct {
	enum txt_result r;
	const char *records[8];
	size_t asked;
} dns;

static enum dkim_result
verify(struct span message, const char *author, int64_t now)
{
	uint8_t strings[16384];
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(dns.records) && dns.records[i] != NULL; i++)
		n += ipc_put_string(strings + n, span_str(dns.records[i]));
	struct dkim *d = dkim_begin(message, span_str(author));
	ck_assert_ptr_nonnull(d);
	dns.asked = dkim_keys(d);
	for (size_t i = 0; i < dns.asked; i++) {
		ck_assert_uint_gt(dkim_name(d, i).n, 0);
		dkim_answer(d, i, dns.r, SPAN_OF(strings, n));
	}
	enum dkim_result r = dkim_verify(d, now);
	dkim_free(d);
	return r;
}

static void
dns_is(enum txt_result r, const char *first, const char *second)
{
	memset(&dns, 0, sizeof(dns));
	dns.r = r;
	dns.records[0] = first;
	dns.records[1] = second;
}

/* ---- the examples of the standards ---- */

#define JOE                                                                                        \
	"From: Joe SixPack <joe@football.example.com>\r\n"                                         \
	"To: Suzie Q <suzie@shopping.example.net>\r\n"                                             \
	"Subject: Is dinner ready?\r\n"                                                            \
	"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"                                          \
	"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"                         \
	"\r\n"                                                                                     \
	"Hi.\r\n"                                                                                  \
	"\r\n"                                                                                     \
	"We lost the game. Are you hungry yet?\r\n"                                                \
	"\r\n"                                                                                     \
	"Joe.\r\n"

/* RFC 6376, A.2 and C.2: rsa-sha256, simple/simple. */
static const char rfc6376[] = "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n"
			      "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r\n"
			      "      h=Received : From : To : Subject : Date : Message-ID;\r\n"
			      "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
			      "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
			      "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r\n"
			      "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r\n"
			      "      4bmp/YzhwvcubU4=;\r\n"
			      "Received: from client1.football.example.com  [192.0.2.1]\r\n"
			      "      by submitserver.example.com with SUBMISSION;\r\n"
			      "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\r\n" JOE;
static const char rfc6376_key[] =
    "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
    "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
    "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

/* RFC 8463, A.2 and A.3: both algorithms, relaxed/relaxed. */
static const char rfc8463_ed25519[] =
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    " subject : date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n" JOE;
static const char rfc8463_ed25519_key[] =
    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
static const char rfc8463_rsa[] =
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
    " date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n" JOE;
static const char rfc8463_rsa_key[] =
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhd"
    "R6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5Q"
    "jvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

START_TEST(examples)
{
	dns_is(TXT_FOUND, rfc6376_key, NULL);
	ck_assert_int_eq(verify(span_str(rfc6376), "example.com", NOW), DKIM_PASS);
	dns_is(TXT_FOUND, rfc8463_ed25519_key, NULL);
	ck_assert_int_eq(verify(span_str(rfc8463_ed25519), "football.example.com", NOW), DKIM_PASS);
	ck_assert_int_eq(verify(span_str(rfc8463_rsa), "football.example.com", NOW), DKIM_FAIL);
	dns_is(TXT_FOUND, rfc8463_rsa_key, NULL);
	ck_assert_int_eq(verify(span_str(rfc8463_rsa), "football.example.com", NOW), DKIM_PASS);
	ck_assert_int_eq(verify(span_str(rfc8463_ed25519), "football.example.com", NOW), DKIM_FAIL);
}
END_TEST

/* No octet of what is signed may change; b= and what stands before it are enough. */
START_TEST(every_octet_counts)
{
	static char text[sizeof(rfc8463_ed25519)];
	size_t lost = 0;

	dns_is(TXT_FOUND, rfc8463_ed25519_key, NULL);
	for (size_t i = 0; i + 1 < sizeof(text); i++) {
		memcpy(text, rfc8463_ed25519, sizeof(text));
		text[i] ^= 4;
		if (verify(SPAN_OF(text, sizeof(text) - 1), "football.example.com", NOW) ==
		    DKIM_PASS)
			lost++;
	}
	ck_assert_uint_eq(lost, 0);
}
END_TEST

/* ---- a signer that does what it is told ---- */

static EVP_PKEY *key, *weak, *large, *ed25519;
static char record[4096]; /* p= of key */

static void
public_of(EVP_PKEY *k, char *to)
{
	uint8_t *der = NULL;
	int n = i2d_PUBKEY(k, &der);

	EVP_EncodeBlock((uint8_t *)to, der, n);
	OPENSSL_free(der);
}

static void
set_up(void)
{
	key = EVP_RSA_gen(1024);
	weak = EVP_RSA_gen(1016);
	large = EVP_RSA_gen(2048);
	ed25519 = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (key == NULL || weak == NULL || large == NULL || ed25519 == NULL) {
		fprintf(stderr, "no keys\n");
		exit(EXIT_FAILURE);
	}
	strcpy(record, "v=DKIM1; p=");
	public_of(key, record + strlen(record));
}

static void
tear_down(void)
{
	EVP_PKEY_free(key);
	EVP_PKEY_free(weak);
	EVP_PKEY_free(large);
	EVP_PKEY_free(ed25519);
}

#define HEAD "From: a@a.test\r\nTo: b@b.test\r\nSubject:  x\r\n  y\r\nChat-Version: 1.0\r\n\r\n"
#define BODY "Hello  \r\n world\r\n\r\n"

/* The message with a signature that has these tags beside bh= and b=. */
static struct span
with_tags(EVP_PKEY *k, const char *tags, const char *head, const char *body, uint8_t *out)
{
	struct dkim_signature s;
	struct dkim_field memory[32];
	struct dkim_fields fields;
	uint8_t digest[32], b[512], text[1024];
	char whole[4096];
	size_t n = sizeof(b), at;

	enum dkim_canon form = strstr(tags, "/relaxed") ? DKIM_RELAXED : DKIM_SIMPLE;
	ck_assert(dkim_hash_body(span_str(body), form, digest));
	EVP_EncodeBlock(text, digest, 32);
	snprintf(whole, sizeof(whole), "DKIM-Signature: %s; bh=%s; b=", tags, text);
	const char *h = strstr(tags, " h=");
	s.fields = span_str(h == NULL ? "from" : h + 3);
	s.fields = span_sub(s.fields, 0, span_find(s.fields, 0, ';'));
	ck_assert(dkim_fields_read(span_str(head), memory, 32, &fields, &at));
	dkim_fields_begin(&fields, fields.n);
	struct span own = span_str(whole);
	ck_assert(dkim_hash_fields(&fields, s.fields,
	    strstr(tags, "c=relaxed") ? DKIM_RELAXED : DKIM_SIMPLE, own, SPAN_OF(own.p + own.n, 0),
	    digest));
	if (k == ed25519) {
		EVP_MD_CTX *c = EVP_MD_CTX_new();
		ck_assert(EVP_DigestSignInit(c, NULL, NULL, NULL, k) == 1 &&
		    EVP_DigestSign(c, b, &n, digest, 32) == 1);
		EVP_MD_CTX_free(c);
	} else {
		EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
		ck_assert(EVP_PKEY_sign_init(c) == 1 &&
		    EVP_PKEY_CTX_set_signature_md(c, EVP_sha256()) == 1 &&
		    EVP_PKEY_sign(c, b, &n, digest, 32) == 1);
		EVP_PKEY_CTX_free(c);
	}
	EVP_EncodeBlock(text, b, (int)n);
	int len = sprintf((char *)out, "%s%s\r\n%s%s", whole, (char *)text, head, body);
	return SPAN_OF(out, (size_t)len);
}

#define TAGS "v=1; a=rsa-sha256; d=a.test; s=s; h=from:to:subject"

static enum dkim_result
result(const char *tags)
{
	uint8_t out[8192];

	dns_is(TXT_FOUND, record, NULL);
	return verify(with_tags(key, tags, HEAD, BODY, out), "a.test", NOW);
}

static const struct {
	const char *tags;
	enum dkim_result r;
} RULES[] = {
	{ TAGS, DKIM_PASS },
	{ TAGS "; c=simple/simple", DKIM_PASS },
	{ TAGS "; c=simple/relaxed", DKIM_PASS },
	{ TAGS "; c=relaxed/simple", DKIM_PASS },
	{ TAGS "; c=relaxed/relaxed", DKIM_PASS },
	{ TAGS "; c=relaxed", DKIM_PASS },
	{ TAGS "; x=1700000000", DKIM_PASS },
	{ TAGS "; x=1699999700", DKIM_PASS },
	{ TAGS "; x=1699999699", DKIM_FAIL },
	{ TAGS "; t=1700000300", DKIM_PASS },
	{ TAGS "; t=1700000301", DKIM_FAIL },
	{ TAGS "; t=1700000000; x=1699999999", DKIM_FAIL },
	{ TAGS "; l=5", DKIM_FAIL },
	{ TAGS "; i=x@a.test", DKIM_PASS },
	{ TAGS "; i=x@sub.a.test", DKIM_PASS },
	{ TAGS "; i=x@b.test", DKIM_FAIL },
	{ TAGS "; q=dns/txt; zz=y", DKIM_PASS },
	{ "v=1; a=rsa-sha256; d=A.Test; s=s; h=from", DKIM_PASS },
	{ "v=1; a=rsa-sha256; d=test; s=s; h=from", DKIM_FAIL },
	{ "v=1; a=rsa-sha256; d=b.a.test; s=s; h=from", DKIM_FAIL },
	{ "v=1; a=rsa-sha256; d=b.test; s=s; h=from", DKIM_FAIL },
	{ "v=1; a=rsa-sha256; d=a.test; s=s; h=to:subject", DKIM_FAIL },
	{ "v=1; a=rsa-sha256; d=a.test; s=s; h=from:from:to:cc:subject:subject", DKIM_PASS },
	{ "v=1; a=rsa-sha1; d=a.test; s=s; h=from", DKIM_FAIL },
	{ "a=rsa-sha256; d=a.test; s=s; h=from", DKIM_FAIL },
};

START_TEST(rules)
{
	enum dkim_result r = result(RULES[_i].tags);

	ck_assert_msg(r == RULES[_i].r, "row %d: %s: %d", _i, RULES[_i].tags, (int)r);
}
END_TEST

START_TEST(records)
{
	uint8_t out[8192];
	char text[4096], other[2048];
	struct span m = with_tags(key, TAGS, HEAD, BODY, out);
	const char *p = strstr(record, "p=") + 2;

	dns_is(TXT_FOUND, "v=DKIM1; p=", NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	dns_is(TXT_FOUND, "some other text", record);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
	dns.records[2] = dns.records[3] = dns.records[1] = "x";
	dns.records[4] = record;
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	dns_is(TXT_FOUND, NULL, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	dns_is(TXT_NONE, NULL, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	dns_is(TXT_LATER, NULL, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_LATER);
	snprintf(text, sizeof(text), "k=ed25519; p=%s", p);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	snprintf(text, sizeof(text), "p=%.20s %s; t=x", p, p + 20);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
	snprintf(text, sizeof(text), "p=AAAA%s", p);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	public_of(large, other);
	snprintf(text, sizeof(text), "p=%s", other);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	/* t=s: i= may not be below d=. */
	snprintf(text, sizeof(text), "t=s; p=%s", p);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
	m = with_tags(key, TAGS "; i=x@sub.a.test", HEAD, BODY, out);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
}
END_TEST

/* The key of RFC 3447 that RFC 6376 asks for, and keys of other sizes. */
START_TEST(forms_of_keys)
{
	uint8_t out[8192], *der = NULL;
	char text[4096] = "p=";

	struct span m = with_tags(key, TAGS, HEAD, BODY, out);
	int n = i2d_PublicKey(key, &der);
	EVP_EncodeBlock((uint8_t *)text + 2, der, n);
	OPENSSL_free(der);
	dns_is(TXT_FOUND, text, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
	public_of(weak, text + 2);
	m = with_tags(weak, TAGS, HEAD, BODY, out);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	public_of(large, text + 2);
	m = with_tags(large, TAGS, HEAD, BODY, out);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
}
END_TEST

START_TEST(nothing_and_not_enough)
{
	uint8_t out[8192];

	dns_is(TXT_FOUND, record, NULL);
	ck_assert_int_eq(verify(SPAN(HEAD BODY), "a.test", NOW), DKIM_NONE);
	ck_assert_int_eq(verify(SPAN("DKIM-Signature: x\r\n" HEAD BODY), "a.test", NOW), DKIM_FAIL);
	ck_assert_int_eq(verify(SPAN(""), "a.test", NOW), DKIM_NONE);
	/* A wrong body needs no DNS. */
	struct span m = with_tags(key, TAGS, HEAD, BODY, out);
	out[m.n - 8] ^= 1;
	dns_is(TXT_LATER, NULL, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
	ck_assert_uint_eq(dns.asked, 0);
	/* A wrong time neither. */
	m = with_tags(key, TAGS "; x=1000", HEAD, BODY, out);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
}
END_TEST

START_TEST(the_first_eight)
{
	uint8_t out[8192];
	static char text[65536];
	struct span m = with_tags(key, TAGS, HEAD, BODY, out);

	for (int before = 6; before <= 9; before++) {
		size_t n = 0;
		for (int i = 0; i < before; i++) /* aligned, and wrong */
			n +=
			    (size_t)sprintf(text + n, "DKIM-Signature: v=1; d=a.test; s=%d\r\n", i);
		for (int i = 0; i < 50; i++) /* somebody else's do not count */
			n +=
			    (size_t)sprintf(text + n, "DKIM-Signature: v=1; d=b.test; s=%d\r\n", i);
		memcpy(text + n, m.p, m.n);
		dns_is(TXT_FOUND, record, NULL);
		ck_assert_int_eq(verify(SPAN_OF(text, n + m.n), "a.test", NOW),
		    before < 8 ? DKIM_PASS : DKIM_FAIL);
	}
}
END_TEST

START_TEST(ed25519_key)
{
	uint8_t out[8192], raw[32], text[64];
	size_t n = sizeof(raw);
	char whole[128];

	ck_assert(EVP_PKEY_get_raw_public_key(ed25519, raw, &n) == 1);
	EVP_EncodeBlock(text, raw, 32);
	sprintf(whole, "k=ed25519; p=%s", (char *)text);
	struct span m = with_tags(ed25519,
	    "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=a.test; s=s; h=from:from", HEAD, BODY,
	    out);
	dns_is(TXT_FOUND, whole, NULL);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_PASS);
	sprintf(whole, "k=rsa; p=%s", (char *)text);
	ck_assert_int_eq(verify(m, "a.test", NOW), DKIM_FAIL);
}
END_TEST

/* ---- our signer ---- */

static char dir[] = "/tmp/test-dkim-XXXXXX";

static void
write_key(const char *name, EVP_PKEY *k, char path[64])
{
	snprintf(path, 64, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert(PEM_write_PrivateKey(f, k, NULL, NULL, 0, NULL, NULL) == 1);
	fclose(f);
}

static struct dkim_signer *
signer(EVP_PKEY *rsa, EVP_PKEY *ed)
{
	char path[2][64];
	struct config c;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	write_key("rsa", rsa, path[0]);
	write_key("ed", ed, path[1]);
	config_init(&c);
	ck_assert(config_set(&c, "test", "mail_domain", "chat.test") == 0);
	ck_assert(config_set(&c, "test", "dkim_key", path[0]) == 0);
	ck_assert(config_set(&c, "test", "dkim_ed25519_key", path[1]) == 0);
	struct dkim_signer *s = dkim_signer_open(&c);
	config_free(&c);
	unlink(path[0]);
	unlink(path[1]);
	rmdir(dir);
	memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
	return s;
}

START_TEST(we_sign)
{
	struct span m = SPAN("From: <a@chat.test>\r\nTo: b@b.test\r\nSubject: [...]\r\n"
			     "Chat-Version: 1.0\r\nChat-Bad;Name: x\r\nTo: c@b.test\r\n"
			     "Content-Type: text/plain\r\n\r\nHello \r\n\r\n\r\n"),
		    selector, rest;
	uint8_t memory[DKIM_FIELDS_MOST], first[2048], second[2048];
	static char text[8192];
	struct buf b, r[2];

	struct dkim_signer *s = signer(large, ed25519);
	ck_assert_ptr_nonnull(s);
	buf_init(&r[0], first, sizeof(first));
	buf_init(&r[1], second, sizeof(second));
	ck_assert(dkim_signer_record(s, 0, &r[0], &selector));
	ck_assert(span_eq(selector, SPAN("opendkim")));
	ck_assert(span_starts(buf_span(&r[0]), SPAN("v=DKIM1;k=rsa;p=MIIB")));
	ck_assert(span_ends(buf_span(&r[0]), SPAN(";s=email;t=s")));
	ck_assert(dkim_signer_record(s, 1, &r[1], &selector));
	ck_assert(span_eq(selector, SPAN("ed25519")));
	ck_assert(!dkim_signer_record(s, 2, &r[1], &selector));

	buf_init(&b, memory, sizeof(memory));
	ck_assert(dkim_sign(s, m, NOW, &b));
	rest = buf_span(&b);
	size_t column = 0;
	for (size_t i = 0; i < rest.n; i++) {
		column = rest.p[i] == '\n' ? 0 : rest.p[i] == '\t' ? 8 : column + 1;
		ck_assert_uint_lt(column, 78);
	}
	ck_assert(span_search(rest, SPAN("chat-bad")) == rest.n);
	ck_assert(span_search(rest, SPAN("from:from:")) < rest.n);
	ck_assert(span_search(rest, SPAN("to:to:to:")) < rest.n);
	ck_assert(span_search(rest, SPAN("chat-version")) < rest.n);
	size_t n = (size_t)sprintf(
	    text, "%.*s%.*s", (int)rest.n, (const char *)rest.p, (int)m.n, (const char *)m.p);
	for (int i = 0; i < 2; i++) {
		first[r[0].n] = second[r[1].n] = '\0';
		dns_is(TXT_FOUND, (char *)(i == 0 ? first : second), NULL);
		ck_assert_int_eq(verify(SPAN_OF(text, n), "chat.test", NOW), DKIM_PASS);
		ck_assert_uint_eq(dns.asked, 2);
		ck_assert_int_eq(verify(SPAN_OF(text, n), "chat.test", NOW - 301), DKIM_FAIL);
		/* Oversigned: another Subject is one too many. */
		char more[8300];
		int len = sprintf(more, "Subject: more\r\n%s", text);
		ck_assert_int_eq(verify(SPAN_OF(more, (size_t)len), "chat.test", NOW), DKIM_FAIL);
	}
	/* What does not fit is not signed. */
	buf_init(&b, memory, 400);
	ck_assert(!dkim_sign(s, m, NOW, &b));
	buf_init(&b, memory, sizeof(memory));
	ck_assert(!dkim_sign(s, SPAN("no header block"), NOW, &b));
	dkim_signer_free(s);
}
END_TEST

START_TEST(wrong_keys)
{
	ck_assert_ptr_null(signer(key, ed25519)); /* too small for our own */
	ck_assert_ptr_null(signer(ed25519, ed25519));
	ck_assert_ptr_null(signer(large, large));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("dkim");
	TCase *t = tcase_create("all");

	set_up();
	tcase_set_timeout(t, 60);
	tcase_add_test(t, examples);
	tcase_add_test(t, every_octet_counts);
	tcase_add_loop_test(t, rules, 0, COUNT_OF(RULES));
	tcase_add_test(t, records);
	tcase_add_test(t, forms_of_keys);
	tcase_add_test(t, nothing_and_not_enough);
	tcase_add_test(t, the_first_eight);
	tcase_add_test(t, ed25519_key);
	tcase_add_test(t, we_sign);
	tcase_add_test(t, wrong_keys);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	tear_down();
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
