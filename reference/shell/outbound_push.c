/* Posts device tokens to the notification proxy.
 *
 * The body is the token; the request has no field that libcurl does not need
 * and no cookie, name, size or time of ours (PUSH_BODY_ONLY, PUSH_NO_TRACE).
 * Each post has its own transfer and deadline: one that hangs holds none of the
 * others up (PUSH_STUCK); the store never has more than PUSH_WINDOW out. */
#include "reference/shell/outbound_http.h"
#include "reference/shell/outbound_private.h"
#include "reference/shell/store_push.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_S = 15,
	POST_S = 60, /* all of it: connection, request and answer */
	ANSWER_MOST = 64 * 1024,
	KEPT = 4 /* connections kept for the next post */
};

struct push_sender {
	struct http_loop http;
	struct ipc *store;
	struct curl_slist *fields;
	const char *url;
	X509_STORE *roots;
	bool in_trouble; /* the last post failed, and that was said */
};

struct post {
	struct http_transfer transfer;
	struct push_sender *sender;
	uint64_t device;
	size_t answered; /* octets of the answer, which nobody reads */
	size_t n;
	char token[];
};

/* ---- results -------------------------------------------------------------- */

/* Once for each time of trouble, and never with a token. */
static void
say_trouble(struct push_sender *s, const struct post *p, CURLcode code, long status)
{
	if (s->in_trouble)
		return;
	s->in_trouble = true;
	if (code != CURLE_OK)
		fprintf(stderr, "refrelay: the notification proxy cannot be used: %s\n",
		    p->transfer.why[0] != '\0' ? p->transfer.why : curl_easy_strerror(code));
	else
		fprintf(stderr, "refrelay: the notification proxy answers %ld\n", status);
}

static enum push_result
result_of(struct push_sender *s, const struct post *p, CURLcode code)
{
	long status = 0;

	if (code == CURLE_OK)
		curl_easy_getinfo(p->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 410) /* PUSH_GONE_410 */
		return PUSH_GONE;
	if (status >= 200 && status < 300) {
		s->in_trouble = false;
		return PUSH_DONE;
	}
	say_trouble(s, p, code, status);
	return PUSH_FAILED;
}

static void
tell_store(struct push_sender *s, uint64_t device, enum push_result r)
{
	struct ipc_head h = { .kind = IPC_PUSHED, .a = device, .b = r };
	struct ipc_message *m = ipc_message(&h, SPAN(""), -1);

	if (m == NULL)
		exit(1); /* the parent starts us anew */
	ipc_send(s->store, m);
}

static void
post_free(struct post *p)
{
	http_transfer_end(&p->sender->http, &p->transfer);
	OPENSSL_cleanse(p->token, p->n);
	free(p);
}

static void
on_done(struct http_transfer *t, CURLcode code)
{
	struct post *p = (struct post *)(void *)t;

	tell_store(p->sender, p->device, result_of(p->sender, p, code));
	post_free(p);
}

/* ---- one post ------------------------------------------------------------- */

/* What the proxy says besides its code means nothing; without end it is an error. */
static size_t
on_answer(char *octets, size_t size, size_t n, void *ctx)
{
	struct post *p = ctx;

	(void)octets;
	p->answered += size * n;
	return p->answered > ANSWER_MOST ? 0 : size * n;
}

static bool
prepare(struct push_sender *s, struct post *p)
{
	CURL *e = p->transfer.easy;
	int bad = 0;

#define SET(option, value) bad |= curl_easy_setopt(e, option, value) != CURLE_OK
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_HTTPHEADER, s->fields);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->n);
	SET(CURLOPT_POSTFIELDS, &p->token[0]);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	SET(CURLOPT_TIMEOUT, (long)POST_S);
	SET(CURLOPT_WRITEFUNCTION, on_answer);
	SET(CURLOPT_WRITEDATA, p);
#undef SET
	return bad == 0;
}

/* PUSH_POST */
void
push_sender_take(struct push_sender *s, const struct ipc_head *h, struct span token)
{
	struct post *p = calloc(1, sizeof(*p) + token.n);
	if (p == NULL) {
		tell_store(s, h->a, PUSH_FAILED);
		return;
	}
	p->transfer.done = on_done;
	p->sender = s;
	p->device = h->a;
	p->n = token.n;
	memcpy(p->token, token.p, token.n);
	if (http_transfer_init(&p->transfer, s->url, s->roots) && prepare(s, p) &&
	    http_transfer_start(&s->http, &p->transfer))
		return;
	tell_store(s, h->a, PUSH_FAILED);
	post_free(p);
}

/* ---- the sender ----------------------------------------------------------- */

bool
push_is_clear(const struct config *c)
{
	return strncmp(c->notification_url, "http://", 7) == 0;
}

/* Without memory the process ends, and takes with it what was made so far. */
struct push_sender *
push_sender_open(uv_loop_t *loop, const struct config *c, X509_STORE *roots, struct ipc *store)
{
	static struct push_sender sender;
	struct push_sender *s = &sender;
	struct ipc_head ready = { .kind = IPC_PUSH_READY };

	*s = (struct push_sender){ .url = c->notification_url, .roots = roots, .store = store };
	s->fields = http_fields(NULL, 0);
	struct ipc_message *m = ipc_message(&ready, SPAN(""), -1);
	if (s->fields == NULL || m == NULL || http_loop_start(&s->http, loop, KEPT) == -1) {
		ipc_message_free(m);
		return NULL;
	}
	ipc_send(s->store, m);
	return s;
}
