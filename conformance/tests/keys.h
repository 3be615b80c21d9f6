/* Keys that unit tests hand to the judge: of DNS, and of a CA.  Included by others.h. */
#ifndef TESTS_KEYS_H
#define TESTS_KEYS_H

#include <check.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

static void
keys_make_dns(const char *path, char *anchor, size_t anchor_octets)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	FILE *f = fopen(path, "w");
	uint8_t raw[32], text[64];
	size_t n = sizeof(raw);

	ck_assert(key != NULL && f != NULL);
	ck_assert_int_eq(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(f);
	ck_assert_int_eq(EVP_PKEY_get_raw_public_key(key, raw, &n), 1);
	EVP_EncodeBlock(text, raw, 32);
	snprintf(anchor, anchor_octets, "test. IN DNSKEY 257 3 15 %s", (char *)text);
	EVP_PKEY_free(key);
}

static void
keys_make_ca(const char *path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	FILE *f = fopen(path, "w");

	ck_assert(key != NULL && x != NULL && f != NULL);
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -60);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_NAME_add_entry_by_txt(
	    X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)"lab", -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	X509_set_pubkey(x, key);
	X509_EXTENSION *e =
	    X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	ck_assert_int_gt(X509_sign(x, key, EVP_sha256()), 0);
	ck_assert_int_eq(PEM_write_X509(f, x), 1);
	ck_assert_int_eq(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(f);
	X509_free(x);
	EVP_PKEY_free(key);
}

#endif
