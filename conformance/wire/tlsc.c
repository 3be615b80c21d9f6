/* TLS handshakes as a client.  RFC 8446; names by RFC 6125 through
 * X509_check_host(); the chain against the system's trust store. */
#include "conformance/wire/tlsc.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

enum { HANDSHAKE_SECONDS = 15 };

/* One for the whole process: reading the trust store takes some 30 ms, which would be the judge's
 * share of every latency. */
static SSL_CTX *shared;
static bool shared_trusts;

static int
keep_ticket(SSL *ssl, SSL_SESSION *session)
{
	struct tlsc_tickets *t = SSL_get_app_data(ssl);

	if (t == NULL || t->first != NULL || !SSL_SESSION_has_ticket(session))
		return 0;
	t->first = session;
	return 1;
}

/* Every version and cipher that OpenSSL still has: probes for old versions must really offer
 * them, otherwise the refusal would be ours. */
static SSL_CTX *
make_context(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (ctx == NULL || SSL_CTX_set_cipher_list(ctx, "DEFAULT:@SECLEVEL=0") != 1) {
		SSL_CTX_free(ctx);
		ctx = NULL;
	} else {
		SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
		SSL_CTX_set_session_cache_mode(
		    ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(ctx, keep_ticket);
	}
	ERR_clear_error();
	return ctx;
}

bool
tlsc_warm(bool insecure)
{
	if (shared == NULL)
		shared = make_context();
	if (shared != NULL && !insecure && !shared_trusts) {
		SSL_CTX_set_default_verify_paths(shared);
		shared_trusts = true;
		ERR_clear_error();
	}
	return shared != NULL;
}

static void
watch_alerts(
    int write_p, int version, int content_type, const void *p, size_t n, SSL *ssl, void *arg)
{
	struct linkc *l = arg;
	const uint8_t *octets = p;

	(void)version;
	(void)ssl;
	if (content_type == SSL3_RT_ALERT && write_p == 0 && n == 2) {
		/* close_notify (0) ends a connection without complaint. */
		if (octets[1] != SSL_AD_CLOSE_NOTIFY)
			l->alert = octets[1];
		transcript_note(&l->run->log, l->number, "TLS alert %d (%s) from the relay",
		    octets[1], SSL_alert_desc_string_long(octets[1]));
	}
}

static bool
is_address(const char *name)
{
	uint8_t octets[16];

	return inet_pton(AF_INET, name, octets) == 1 || inet_pton(AF_INET6, name, octets) == 1;
}

/* The domain without the brackets of an address literal (RFC 5321, 4.1.3). */
const char *
tlsc_name(struct run *r)
{
	struct span d = span_str(run_domain(r));

	if (d.n > 2 && d.p[0] == '[') {
		d = span_sub(d, 1, d.n - 2);
		if (span_starts_nocase(d, SPAN("IPv6:")))
			d = span_sub(d, 5, d.n);
		return run_text(r, "%.*s", (int)d.n, (const char *)d.p);
	}
	return run_domain(r);
}

bool
tlsc_start(struct linkc *l, const struct tlsc_plan *plan)
{
	const struct tls_offer *o = &plan->offer;
	uint8_t alpn[64];
	char sni[256]; /* OpenSSL 3.0 wants it writable */

	if (!run_ok(l->run) || l->fd < 0)
		return false;
	l->ssl = tlsc_warm(l->run->plan->target->insecure) ? SSL_new(shared) : NULL;
	l->in = BIO_new(BIO_s_mem());
	l->out = BIO_new(BIO_s_mem());
	if (l->ssl == NULL || l->in == NULL || l->out == NULL) {
		BIO_free(l->in);
		BIO_free(l->out);
		SSL_free(l->ssl);
		l->ssl = NULL;
		run_internal(l->run, "OpenSSL makes no connection");
		return false;
	}
	BIO_set_mem_eof_return(l->in, -1);
	SSL_set_bio(l->ssl, l->in, l->out);
	SSL_set_app_data(l->ssl, plan->tickets);
	SSL_set_msg_callback(l->ssl, watch_alerts);
	SSL_set_msg_callback_arg(l->ssl, l);
	SSL_set_min_proto_version(l->ssl, o->min);
	SSL_set_max_proto_version(l->ssl, o->max);
	if (o->sni != NULL && !is_address(o->sni)) {
		snprintf(sni, sizeof(sni), "%s", o->sni);
		SSL_set_tlsext_host_name(l->ssl, sni);
	}
	if (o->alpn != NULL && strlen(o->alpn) < sizeof(alpn)) {
		struct span names = span_str(o->alpn);
		unsigned n = 0;
		for (size_t at = 0; at < names.n;) {
			size_t end = span_find(names, at, ',');
			alpn[n++] = (uint8_t)(end - at);
			memcpy(alpn + n, names.p + at, end - at);
			n += (unsigned)(end - at);
			at = end + 1;
		}
		SSL_set_alpn_protos(l->ssl, alpn, n);
	}
	if (plan->resume != NULL)
		SSL_set_session(l->ssl, plan->resume);
	/* What came in clear behind the STARTTLS answer is fed to TLS, where it breaks. */
	struct span early = linkc_pending(l);
	if (early.n > 0)
		BIO_write(l->in, early.p, (int)early.n);
	linkc_take(l, early.n);
	return true;
}

static bool
covers(X509 *cert, const char *name)
{
	if (is_address(name))
		return X509_check_ip_asc(cert, name, 0) == 1;
	return X509_check_host(cert, name, 0, 0, NULL) == 1;
}

void
tlsc_inspect(struct linkc *l, struct tls_seen *seen)
{
	const unsigned char *alpn = NULL;
	unsigned alpn_n = 0;
	X509 *cert = SSL_get0_peer_certificate(l->ssl);
	const char *asked = SSL_get_servername(l->ssl, TLSEXT_NAMETYPE_host_name);
	const char *domain = asked != NULL ? asked : tlsc_name(l->run);

	seen->up = true;
	seen->version = SSL_version(l->ssl);
	seen->resumed = SSL_session_reused(l->ssl) == 1;
	SSL_get0_alpn_selected(l->ssl, &alpn, &alpn_n);
	if (alpn != NULL)
		snprintf(seen->alpn, sizeof(seen->alpn), "%.*s", (int)alpn_n, (const char *)alpn);
	if (cert != NULL) {
		seen->name_ok = covers(cert, domain);
		seen->dates_ok = X509_cmp_current_time(X509_get0_notBefore(cert)) < 0 &&
		    X509_cmp_current_time(X509_get0_notAfter(cert)) > 0;
		seen->chain_ok = shared_trusts && SSL_get_verify_result(l->ssl) == X509_V_OK;
	}
	transcript_note(&l->run->log, l->number, "TLS up %s %s%s%s%s, certificate %s, %s, %s",
	    SSL_get_version(l->ssl), SSL_get_cipher_name(l->ssl), seen->resumed ? " resumed" : "",
	    seen->alpn[0] != '\0' ? " ALPN " : "", seen->alpn,
	    seen->name_ok ? "covers the name" : "does not cover the name",
	    seen->dates_ok ? "valid now" : "not valid now",
	    seen->chain_ok      ? "trusted"
		: shared_trusts ? "not trusted"
				: "trust not looked at");
}

static void
want_handshake(struct linkc *l)
{
	run_disappoint(
	    l->run, MOOD_NEED, "TLS handshake", "a completed handshake", linkc_end_text(l));
}

static bool
try_as(struct linkc *l, struct tls_offer offer)
{
	struct run *r = l->run;
	struct tls_seen seen = { .alert = -1 };

	if (!run_ok(r))
		return false;
	struct tlsc_plan plan = { .offer = offer };
	if (!tlsc_start(l, &plan) || !linkc_handshake(l, run_deadline(r, HANDSHAKE_SECONDS))) {
		if (l->end == LINK_OPEN)
			want_handshake(l);
		return false;
	}
	tlsc_inspect(l, &seen);
	if (!r->plan->target->insecure && !(seen.chain_ok && seen.name_ok))
		run_decide(r, OUTCOME_INCONCLUSIVE, "setup", "TLS handshake",
		    run_text(r, "a trusted certificate for %s (or --insecure)", offer.sni),
		    seen.chain_ok
			? SPAN("it does not cover the name")
			: span_str(X509_verify_cert_error_string(SSL_get_verify_result(l->ssl))));
	return true;
}

bool
tlsc_try(struct linkc *l)
{
	return try_as(l, (struct tls_offer){ .sni = tlsc_name(l->run) });
}

void
tlsc_up(struct linkc *l)
{
	tlsc_up_as(l, (struct tls_offer){ .sni = tlsc_name(l->run) });
}

void
tlsc_up_as(struct linkc *l, struct tls_offer offer)
{
	if (!try_as(l, offer) && run_ok(l->run))
		want_handshake(l);
}
