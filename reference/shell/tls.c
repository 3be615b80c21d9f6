/* Certificate, key and the rules of the handshake.
 *
 * The key is read before privileges are dropped and lives in the memory of the
 * front process only; a demo's key is made there and never written. */
#include "reference/shell/tls.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

/* The lowest version each service speaks. */
// clang-format off
static const int least_version[SERVICES] = {
	[SERVICE_SUBMISSIONS] = TLS1_3_VERSION, /* TLS_SUBMISSIONS_VERSION */
	[SERVICE_SUBMISSION]  = TLS1_3_VERSION, /* TLS_SUBMISSION_VERSION */
	[SERVICE_IMAPS]       = TLS1_3_VERSION, /* TLS_IMAPS_VERSION */
	[SERVICE_IMAP]        = TLS1_3_VERSION, /* TLS_IMAP_VERSION */
	[SERVICE_HTTPS]       = TLS1_2_VERSION, /* WEB_ALPN_OLD_TLS: browsers */
	[SERVICE_SMTP]        = TLS1_2_VERSION, /* MX_TLS12, MX_OLD_TLS: servers of others */
};

/* What may be agreed on, first the one that wins. */
enum { ALPN_MOST = 3 };
static const char *const alpn[SERVICES][ALPN_MOST + 1] = {
	[SERVICE_SUBMISSIONS] = { "smtp" },
	[SERVICE_SUBMISSION]  = { "smtp" },
	[SERVICE_IMAPS]       = { "imap" },
	[SERVICE_IMAP]        = { "imap" },
	[SERVICE_HTTPS]       = { "smtp", "imap", "http/1.1" },
	[SERVICE_SMTP]        = { "smtp" },
};

enum {
	EARLY_DATA = 0,    /* TLS_NO_EARLY_DATA: octets a ticket allows before the handshake */
	TICKETS = 2,       /* TLS_RESUMPTION: tickets after a full handshake */
	DEMO_DAYS = 30,
	BACKDATE = 3600,   /* seconds: clocks of clients differ */
	SERIAL_OCTETS = 16
};
// clang-format on

static enum service
service_of(const SSL *ssl)
{
	return (enum service)(uintptr_t)SSL_get_app_data(ssl);
}

/* Where a client's list has the word; NULL when it has not. */
static const unsigned char *
find_word(const unsigned char *in, size_t in_n, const char *word)
{
	for (size_t at = 0; at < in_n && in[at] < in_n - at; at += 1u + in[at])
		if (in[at] == strlen(word) && memcmp(in + at + 1, word, in[at]) == 0)
			return in + at;
	return NULL;
}

static const unsigned char *
find_first(enum service s, const unsigned char *in, size_t in_n)
{
	const unsigned char *found = NULL;

	for (int i = 0; found == NULL && alpn[s][i] != NULL; i++)
		found = find_word(in, in_n, alpn[s][i]);
	return found;
}

/* RFC 7301, 3.2: no overlap is a fatal no_application_protocol.  A client that
 * offers nothing never gets here (TLS_NO_ALPN). */
static int
choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_n, const unsigned char *in,
    unsigned in_n, void *arg)
{
	const unsigned char *word = find_first(service_of(ssl), in, in_n);

	(void)arg;
	if (word != NULL) {
		*out = word + 1;
		*out_n = word[0];
		return SSL_TLSEXT_ERR_OK;
	}
	return SSL_TLSEXT_ERR_ALERT_FATAL; /* TLS_ALPN_FOREIGN WEB_ALPN_FOREIGN */
}

/* A mail client that comes to the port of the web gets the version of the ports
 * of mail.  This runs before a version is chosen. */
static int
on_hello(SSL *ssl, int *alert, void *arg)
{
	const unsigned char *list, *word;
	size_t n;

	(void)alert, (void)arg;
	if (SSL_client_hello_get0_ext(
		ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &list, &n) == 0 ||
	    n < 2)
		return SSL_CLIENT_HELLO_SUCCESS;
	word = find_first(service_of(ssl), list + 2, n - 2);
	if (word != NULL && word[1] != 'h')
		SSL_set_min_proto_version(ssl, TLS1_3_VERSION); /* WEB_ALPN_OLD_TLS */
	return SSL_CLIENT_HELLO_SUCCESS;
}

static SSL_CTX *
ctx_new(void)
{
	static const unsigned char id[] = "refrelay";

	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	if (ctx == NULL)
		return NULL;
	SSL_CTX_set_options(ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_CLEANSE_PLAINTEXT);
	/* Of TLS 1.2: only what keeps old traffic secret when the key is lost. */
	if (SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	/* Resumption by tickets only: nothing about a client is kept here. */
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_session_id_context(ctx, id, sizeof(id) - 1);
	SSL_CTX_set_num_tickets(ctx, TICKETS);
	SSL_CTX_set_max_early_data(ctx, EARLY_DATA);
	SSL_CTX_set_client_hello_cb(ctx, on_hello, NULL);
	SSL_CTX_set_alpn_select_cb(ctx, choose_alpn, NULL);
	return ctx;
}

static int
add_extension(X509 *cert, int nid, const char *value)
{
	X509V3_CTX v3;

	X509V3_set_ctx_nodb(&v3);
	X509V3_set_ctx(&v3, cert, cert, NULL, NULL, 0);
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, &v3, nid, value);
	int ok = ext != NULL && X509_add_ext(cert, ext, -1);
	X509_EXTENSION_free(ext);
	return ok ? 0 : -1;
}

static int
fill_certificate(X509 *cert, EVP_PKEY *key, const char *domain)
{
	unsigned char serial[SERIAL_OCTETS];
	char names[1200];
	BIGNUM *number = NULL;
	int ok;

	if (RAND_bytes(serial, sizeof(serial)) != 1)
		return -1;
	serial[0] &= 0x7f;
	number = BN_bin2bn(serial, sizeof(serial), NULL);
	snprintf(names, sizeof(names), "DNS:%s,DNS:www.%s,DNS:mta-sts.%s,DNS:autoconfig.%s", domain,
	    domain, domain, domain);
	X509_NAME *name = X509_get_subject_name(cert);
	/* TLS_CERT_NAME, TLS_CERT_DATES.  A common name has at most 64 octets; the name that counts is the SAN. */
	ok = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert)) != NULL &&
	    X509_set_version(cert, 2) &&
	    X509_gmtime_adj(X509_getm_notBefore(cert), -(long)BACKDATE) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(cert), DEMO_DAYS * 86400L) != NULL &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		(const unsigned char *)(strlen(domain) <= 64 ? domain : "refrelay demo"), -1, -1,
		0) &&
	    X509_set_issuer_name(cert, name) && X509_set_pubkey(cert, key) &&
	    add_extension(cert, NID_subject_alt_name, names) == 0 &&
	    add_extension(cert, NID_basic_constraints, "critical,CA:FALSE") == 0 &&
	    add_extension(cert, NID_key_usage, "critical,digitalSignature") == 0 &&
	    add_extension(cert, NID_ext_key_usage, "serverAuth") == 0 &&
	    X509_sign(cert, key, EVP_sha256()) > 0;
	BN_free(number);
	return ok ? 0 : -1;
}

static int
use_demo(SSL_CTX *ctx, const char *domain)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	int ok = key != NULL && cert != NULL && fill_certificate(cert, key, domain) == 0 &&
	    SSL_CTX_use_certificate(ctx, cert) && SSL_CTX_use_PrivateKey(ctx, key);

	X509_free(cert);
	EVP_PKEY_free(key);
	if (!ok)
		fprintf(stderr, "refrelay: no certificate could be made for %s\n", domain);
	return ok ? 0 : -1;
}

/* What OpenSSL says about the last failure, in words. */
static const char *
reason(void)
{
	unsigned long code = ERR_peek_error();
	const char *text =
	    ERR_SYSTEM_ERROR(code) ? strerror(ERR_GET_REASON(code)) : ERR_reason_error_string(code);

	return text != NULL ? text : "unknown error";
}

/* OpenSSL would ask on the terminal for the passphrase of an encrypted key. */
static int
no_passphrase(char *out, int n, int writing, void *ctx)
{
	(void)out, (void)n, (void)writing, (void)ctx;
	return -1;
}

static int
use_files(SSL_CTX *ctx, const char *certificate, const char *key)
{
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	ERR_clear_error();
	if (SSL_CTX_use_certificate_chain_file(ctx, certificate) != 1) {
		fprintf(stderr,
		    "%s: tls_certificate is not usable (%s), name a readable PEM chain\n",
		    certificate, reason());
		return -1;
	}
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr,
		    "%s: tls_key is not usable (%s), name a readable PEM key without "
		    "passphrase that belongs to %s\n",
		    key, reason(), certificate);
		return -1;
	}
	return 0;
}

SSL_CTX *
tls_open(const struct config *c)
{
	SSL_CTX *ctx = ctx_new();

	if (ctx == NULL) {
		fprintf(stderr, "refrelay: OpenSSL could not be started\n");
		return NULL;
	}
	int used = c->tls_certificate == NULL && c->demo
	    ? use_demo(ctx, c->name)
	    : use_files(ctx, c->tls_certificate, c->tls_key);
	if (used == -1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	return ctx;
}

SSL *
tls_session(SSL_CTX *ctx, enum service s)
{
	SSL *ssl = SSL_new(ctx);
	BIO *from = BIO_new(BIO_s_mem()), *to = BIO_new(BIO_s_mem());

	if (ssl == NULL || from == NULL || to == NULL) {
		SSL_free(ssl);
		BIO_free(from);
		BIO_free(to);
		return NULL;
	}
	SSL_set_bio(ssl, from, to);
	SSL_set_min_proto_version(ssl, least_version[s]);
	SSL_set_app_data(ssl, (void *)(uintptr_t)s);
	SSL_set_accept_state(ssl);
	return ssl;
}
