/* The inside of sending mail: policies of domains, and one conversation. */
#ifndef SHELL_OUTBOUND_MAIL_H
#define SHELL_OUTBOUND_MAIL_H

#include "reference/core/mx_order.h"
#include "reference/core/smtp_client.h"
#include "reference/core/sts_policy.h"
#include "reference/shell/outbound_http.h"

#include <openssl/ssl.h>

/* What all deliveries have in common. */
struct mail_world {
	uv_loop_t *loop;
	const struct config *config;
	struct dns *dns;
	struct http_loop https;
	X509_STORE *roots;
	SSL_CTX *tls;
};

/* ---- outbound_sts.c: policies, kept in memory ---- */

struct sts_cache;
struct sts_query;

/* NULL: the domain has none, or it could not be had and none is remembered. */
typedef void sts_cb(void *ctx, const struct sts_policy *p);

struct sts_cache *sts_cache_open(struct mail_world *w) MUST_USE;
/* The answer never comes during this call.  NULL: no memory. */
struct sts_query *sts_ask(struct sts_cache *c, const char *domain, sts_cb *cb, void *ctx) MUST_USE;
void sts_cancel(struct sts_query *q);

/* ---- outbound_smtp.c: one conversation with one server ---- */

enum { TLSA_MOST = 16, TLSA_OCTETS = 4096 };

struct smtp_server {
	const char *host;           /* for SNI and the certificate */
	const struct addresses *at; /* raced */
	bool verify;                /* false: TLS with whatever certificate */
	const struct tlsa *tlsa;    /* DANE: these vouch for it instead of the roots */
	size_t n_tlsa;
};

/* Called once.  c->decided: every recipient has a fate; else another server may
 * be asked.  said: c->why or the last reply, to be shown.  told: some of the
 * recipients got a fate with this reply. */
typedef void smtp_send_end_cb(void *ctx, const struct smtp_client *c);
typedef void smtp_send_told_cb(void *ctx, const struct smtp_client *c);

struct smtp_send;
/* Everything given must stay until the end, or until it is cancelled.  The end
 * never comes during this call.  NULL: no memory. */
struct smtp_send *smtp_send_start(struct mail_world *w, const struct smtp_server *server,
    const struct smtp_client_mail *mail, struct span message, smtp_send_told_cb *told,
    smtp_send_end_cb *end, void *ctx) MUST_USE;
void smtp_send_cancel(struct smtp_send *s);

/* ---- outbound_tls.c: its certificate ---- */

SSL *smtp_tls_new(SSL_CTX *tls, const struct smtp_server *server) MUST_USE;
const char *smtp_tls_reason(const SSL *ssl); /* why the handshake failed, for people */

/* ---- outbound_memory.c: who takes no mail by HTTPS ---- */

enum { HTTPS_SILENCE_S = 30 * 60, HTTPS_REMEMBERED = 1024 };

struct https_memory {
	struct {
		char host[DNS_NAME_MAX + 1]; /* empty: nobody */
		uint64_t until;              /* ms of the loop */
	} list[HTTPS_REMEMBERED];
	size_t next; /* to be overwritten */
};

bool https_is_silent(const struct https_memory *m, const char *host, uint64_t now);
void https_remember(struct https_memory *m, const char *host, uint64_t now);
void https_forget(struct https_memory *m, const char *host);

#endif
