/* HTTPS of the outbound process: libcurl in our loop. */
#ifndef SHELL_OUTBOUND_HTTP_H
#define SHELL_OUTBOUND_HTTP_H

#include "base/span.h"
#include "reference/shell/outbound_dns.h"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>
#include <stdbool.h>
#include <uv.h>

/* ---- outbound_curl.c ---- */

struct http_loop {
	uv_loop_t *loop;
	CURLM *multi;
	uv_timer_t timer;
};

/* A transfer of libcurl; whoever has one embeds this first in its own. */
struct http_transfer {
	CURL *easy;
	char why[CURL_ERROR_SIZE];
	void (*done)(struct http_transfer *t, CURLcode code);
};

/* kept: connections for the next transfer. */
int http_loop_start(struct http_loop *h, uv_loop_t *loop, long kept) MUST_USE;

/* A transfer with the options that all of ours have: this URL, no proxy, no
 * cookie, no redirect, TLS 1.2 or later with these roots.  False: no memory. */
bool http_transfer_init(struct http_transfer *t, const char *url, X509_STORE *roots) MUST_USE;
bool http_transfer_start(struct http_loop *h, struct http_transfer *t) MUST_USE;
/* Ends it if it is under way, and frees what libcurl has of it. */
void http_transfer_end(struct http_loop *h, struct http_transfer *t);

/* The field lines, without those that libcurl would add by itself.  NULL: no memory. */
struct curl_slist *http_fields(const char *const *lines, size_t n) MUST_USE;

/* The file that libcurl was built to take its roots from. */
void http_default_roots(char *file, size_t n);

/* ---- outbound_https.c: one request to a server of others ---- */

struct https_request {
	const char *host, *path;
	uint16_t port;
	const struct addresses *at; /* of the host; nobody else is asked */
	bool verify;
	X509_STORE *roots;
	struct curl_slist *fields; /* given away */
	struct span body;          /* to post; p NULL: GET.  Stays until the answer */
	size_t answer_most;        /* octets; more is an error */
	long timeout_s;            /* to connect, and without any progress */
};

struct https_answer {
	bool connected; /* there was somebody to talk to */
	long status;    /* 0: no answer */
	struct span body;
	const char *why; /* for people, when there is no answer */
};
typedef void https_cb(void *ctx, const struct https_answer *a);

struct https;
/* The answer never comes during this call.  NULL: no memory. */
struct https *https_start(
    struct http_loop *loop, const struct https_request *r, https_cb *cb, void *ctx) MUST_USE;
void https_cancel(struct https *h);

#endif
