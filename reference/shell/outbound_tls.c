/* Whom we believe to be a mail server: by its certificate and the roots, or by
 * its TLSA records (RFC 7672), or anybody where there can be no certificate. */
#include "reference/shell/outbound_mail.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* OUT_DANE, OUT_DANE_MISMATCH: with a usable record the roots say nothing any more. */
static bool
use_dane(SSL *ssl, const struct smtp_server *server)
{
	size_t usable = 0;

	if (server->n_tlsa == 0 || SSL_dane_enable(ssl, server->host) != 1)
		return false;
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	for (size_t i = 0; i < server->n_tlsa; i++) {
		const struct tlsa *t = &server->tlsa[i];
		if (SSL_dane_tlsa_add(
			ssl, t->usage, t->selector, t->matching, t->data.p, t->data.n) == 1)
			usable++;
	}
	return usable > 0;
}

/* OUT_SNI.  The macro for it casts const away. */
static bool
send_name(SSL *ssl, const char *host)
{
	return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
		   (void *)(uintptr_t)host) == 1;
}

SSL *
smtp_tls_new(SSL_CTX *tls, const struct smtp_server *server)
{
	SSL *ssl = SSL_new(tls);

	if (ssl == NULL)
		return NULL;
	if (use_dane(ssl, server)) {
		SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
		return ssl;
	}
	/* OUT_UNDERSCORE, OUT_LITERAL: whoever it is, nobody else listens. */
	bool named = server->host[0] != '[';
	SSL_set_verify(ssl, server->verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	/* OUT_CERT_NAME */
	if ((named && !send_name(ssl, server->host)) ||
	    (server->verify && SSL_set1_host(ssl, server->host) != 1)) {
		SSL_free(ssl);
		return NULL;
	}
	return ssl;
}

const char *
smtp_tls_reason(const SSL *ssl)
{
	long verdict = SSL_get_verify_result(ssl);

	if (verdict != X509_V_OK)
		return X509_verify_cert_error_string(verdict);
	const char *why = ERR_reason_error_string(ERR_peek_last_error());
	return why != NULL ? why : "no TLS";
}
