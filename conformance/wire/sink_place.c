/* Certificates of the sinks: made when they are needed, by the CA that the relay
 * was told to trust. */
#include "conformance/wire/sink_place.h"

#include "base/span.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_OCTETS = 1200, DAY = 86400 };

bool
sink_place_open(struct sink_place *p, const char *pem, uint16_t port, uint16_t https_port,
    char *error, size_t error_octets)
{
	FILE *f = fopen(pem, "re");

	*p = (struct sink_place){ .port = port, .https_port = https_port };
	if (f != NULL) {
		p->ca = PEM_read_X509(f, NULL, NULL, NULL);
		rewind(f);
		p->ca_key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
		fclose(f);
	}
	p->key = EVP_EC_gen("P-256");
	p->other = EVP_EC_gen("P-256");
	ERR_clear_error();
	if (p->ca != NULL && p->ca_key != NULL && p->key != NULL && p->other != NULL &&
	    X509_check_private_key(p->ca, p->ca_key) == 1)
		return true;
	snprintf(error, error_octets,
	    "--sink-ca: %s is no PEM file with the certificate of a CA and its key", pem);
	sink_place_close(p);
	return false;
}

void
sink_place_close(struct sink_place *p)
{
	X509_free(p->ca);
	EVP_PKEY_free(p->ca_key);
	EVP_PKEY_free(p->key);
	EVP_PKEY_free(p->other);
	*p = (struct sink_place){ .port = 0 };
}

static bool
add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX c;

	X509V3_set_ctx(&c, issuer, x, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &c, nid, value);
	bool ok = e != NULL && X509_add_ext(x, e, -1) == 1;

	X509_EXTENSION_free(e);
	return ok;
}

/* "DNS:a,DNS:b"; addresses as such. */
static bool
add_names(X509 *x, X509 *issuer, const char *names)
{
	char text[NAMES_OCTETS] = "";
	struct span all = span_str(names);
	size_t used = 0;

	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, ' ');
		bool address = all.p[at] >= '0' && all.p[at] <= '9' &&
		    strspn(names + at, "0123456789.") >= end - at;
		int n = snprintf(text + used, sizeof(text) - used, "%s%s:%.*s", at > 0 ? "," : "",
		    address ? "IP" : "DNS", (int)(end - at), names + at);
		if (n < 0 || (size_t)n >= sizeof(text) - used)
			return false;
		used += (size_t)n;
		at = end + 1;
	}
	return used > 0 && add_extension(x, issuer, NID_subject_alt_name, text);
}

X509 *
sink_certificate(const struct sink_place *p, enum sink_certificate kind, const char *names)
{
	X509 *x = X509_new(), *issuer = kind == SINK_SELF_SIGNED ? x : p->ca;
	bool expired = kind == SINK_EXPIRED;
	uint64_t serial = 1;

	if (kind == SINK_OTHER_NAME)
		names = "elsewhere.test";
	if (x != NULL && RAND_bytes((uint8_t *)&serial, sizeof(serial)) == 1 &&
	    X509_set_version(x, X509_VERSION_3) == 1 &&
	    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(x), expired ? -30 * DAY : -DAY) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(x), expired ? -2 * DAY : 7 * DAY) != NULL &&
	    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
		(const uint8_t *)"sink", -1, -1, 0) == 1 &&
	    X509_set_issuer_name(x, X509_get_subject_name(issuer)) == 1 &&
	    X509_set_pubkey(x, p->key) == 1 && add_names(x, issuer, names) &&
	    add_extension(x, issuer, NID_ext_key_usage, "serverAuth") &&
	    X509_sign(x, kind == SINK_SELF_SIGNED ? p->key : p->ca_key, EVP_sha256()) > 0)
		return x;
	X509_free(x);
	ERR_clear_error();
	return NULL;
}
