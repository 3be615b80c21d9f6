/* One HTTPS request to a server that somebody else chose.
 *
 * It goes to the addresses that we looked up and to no other, follows no
 * redirect, and what comes back is bounded in size and time. */
#include "reference/shell/outbound_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_MOST_S = 10, /* a server without HTTPS often says nothing at all */
	ALL_S = 300,
	URL_OCTETS = 512,
	SLOW_OCTETS = 32, /* a second; less than that is no progress */
};

struct https {
	struct http_transfer transfer;
	struct http_loop *loop;
	struct curl_slist *fields, *addresses;
	uint8_t *body;
	size_t n, most;
	bool too_long;
	https_cb *cb;
	void *ctx;
};

static void
https_free(struct https *h)
{
	http_transfer_end(h->loop, &h->transfer);
	curl_slist_free_all(h->fields);
	curl_slist_free_all(h->addresses);
	free(h->body);
	free(h);
}

void
https_cancel(struct https *h)
{
	if (h != NULL)
		https_free(h);
}

/* OUT_MTA_STS_HUGE: what is too long ends the transfer. */
static size_t
on_body(char *octets, size_t size, size_t n, void *ctx)
{
	struct https *h = ctx;

	n *= size;
	if (n > h->most - h->n) {
		h->too_long = true;
		return 0;
	}
	memcpy(h->body + h->n, octets, n);
	h->n += n;
	return n;
}

/* "+HOST:PORT:ADDRESS,ADDRESS": libcurl asks no resolver. */
static struct curl_slist *
address_line(const struct https_request *r)
{
	char line[URL_OCTETS + ADDRESSES_MOST * (INET6_ADDRSTRLEN + 3)], one[INET6_ADDRSTRLEN];
	size_t n = (size_t)snprintf(line, sizeof(line), "+%s:%u:", r->host, (unsigned)r->port);

	for (size_t i = 0; i < r->at->n; i++) {
		const struct sockaddr_storage *to = &r->at->to[i];
		bool six = to->ss_family == AF_INET6;
		const void *octets = six
		    ? (const void *)&((const struct sockaddr_in6 *)(const void *)to)->sin6_addr
		    : (const void *)&((const struct sockaddr_in *)(const void *)to)->sin_addr;
		if (inet_ntop(to->ss_family, octets, one, sizeof(one)) == NULL)
			continue;
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s%s%s", i > 0 ? "," : "",
		    six ? "[" : "", one, six ? "]" : "");
	}
	return curl_slist_append(NULL, line);
}

static void
on_done(struct http_transfer *t, CURLcode code)
{
	struct https *h = (struct https *)(void *)t;
	struct https_answer a = { .connected = true };
	double connected = 0;

	if (code == CURLE_OK) {
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a.status);
		a.body = SPAN_OF(h->body, h->n);
	} else {
		curl_easy_getinfo(t->easy, CURLINFO_CONNECT_TIME, &connected);
		a.connected = connected > 0;
		a.why = h->too_long     ? "the answer is too long"
		    : t->why[0] != '\0' ? t->why
					: curl_easy_strerror(code);
	}
	h->cb(h->ctx, &a);
	https_free(h);
}

static bool
prepare(struct https *h, const struct https_request *r)
{
	char url[URL_OCTETS];
	int bad = 0;

	snprintf(url, sizeof(url), "https://%s:%u%s", r->host, (unsigned)r->port, r->path);
	if (h->body == NULL || h->fields == NULL || h->addresses == NULL ||
	    !http_transfer_init(&h->transfer, url, r->roots))
		return false;
	CURL *e = h->transfer.easy;
#define SET(option, value) bad |= curl_easy_setopt(e, option, value) != CURLE_OK
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_RESOLVE, h->addresses);
	SET(CURLOPT_HTTPHEADER, h->fields);
	if (r->body.p != NULL) {
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
		SET(CURLOPT_POSTFIELDS, r->body.p);
	}
	if (!r->verify) {
		SET(CURLOPT_SSL_VERIFYPEER, 0L);
		SET(CURLOPT_SSL_VERIFYHOST, 0L);
	}
	/* Whom a connection was for is the matter of that request only. */
	SET(CURLOPT_FRESH_CONNECT, 1L);
	SET(CURLOPT_FORBID_REUSE, 1L);
	SET(CURLOPT_CONNECTTIMEOUT,
	    r->timeout_s < CONNECT_MOST_S ? r->timeout_s : (long)CONNECT_MOST_S);
	SET(CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_OCTETS);
	SET(CURLOPT_LOW_SPEED_TIME, r->timeout_s);
	SET(CURLOPT_TIMEOUT, (long)ALL_S);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, h);
#undef SET
	return bad == 0;
}

struct https *
https_start(struct http_loop *loop, const struct https_request *r, https_cb *cb, void *ctx)
{
	struct https *h = calloc(1, sizeof(*h));

	if (h == NULL) {
		curl_slist_free_all(r->fields);
		return NULL;
	}
	*h = (struct https){ .loop = loop, .fields = r->fields, .cb = cb, .ctx = ctx };
	h->transfer.done = on_done;
	h->most = r->answer_most;
	h->body = malloc(h->most);
	h->addresses = address_line(r);
	if (prepare(h, r) && http_transfer_start(loop, &h->transfer))
		return h;
	https_free(h);
	return NULL;
}
