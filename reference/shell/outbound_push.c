/* Posts device tokens to the notification proxy.
 *
 * The body is the token; the request has no field that libcurl does not need
 * and no cookie, name, size or time of ours (PUSH_BODY_ONLY, PUSH_NO_TRACE).
 * Each post has its own transfer and deadline: one that hangs holds none of the
 * others up (PUSH_STUCK); the store never has more than PUSH_WINDOW out. */
#include "reference/shell/outbound_private.h"
#include "reference/shell/store_push.h"

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	CONNECT_S = 15,
	POST_S = 60, /* all of it: connection, request and answer */
	ANSWER_MOST = 64 * 1024,
	KEPT = 4 /* connections kept for the next post */
};

struct push_sender {
	uv_loop_t *loop;
	struct ipc ipc;
	CURLM *multi;
	uv_timer_t timer;
	struct curl_slist *fields;
	const char *url;
	X509_STORE *roots;
	bool in_trouble; /* the last post failed, and that was said */
	ipc_end_cb *on_end;
	void *end_ctx;
};

struct post {
	CURL *easy;
	uint64_t device;
	size_t answered; /* octets of the answer, which nobody reads */
	char why[CURL_ERROR_SIZE];
	size_t n;
	char token[];
};

/* A socket of libcurl, watched for it. */
struct watched_socket {
	uv_poll_t poll;
	curl_socket_t fd;
	struct push_sender *sender;
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
		    p->why[0] != '\0' ? p->why : curl_easy_strerror(code));
	else
		fprintf(stderr, "refrelay: the notification proxy answers %ld\n", status);
}

static enum push_result
result_of(struct push_sender *s, const struct post *p, CURLcode code)
{
	long status = 0;

	if (code == CURLE_OK)
		curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &status);
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
	ipc_send(&s->ipc, m);
}

static void
post_free(struct post *p)
{
	curl_easy_cleanup(p->easy);
	OPENSSL_cleanse(p->token, p->n);
	free(p);
}

static void
take_results(struct push_sender *s)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(s->multi, &left)) != NULL) {
		struct post *p = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &p);
		enum push_result r = result_of(s, p, code);
		curl_multi_remove_handle(s->multi, p->easy);
		tell_store(s, p->device, r);
		post_free(p);
	}
}

/* ---- libcurl in our loop -------------------------------------------------- */

static void
on_event(uv_poll_t *poll, int status, int events)
{
	struct watched_socket *w = poll->data;
	struct push_sender *s = w->sender;
	int running, mask = 0;

	if (status < 0)
		mask = CURL_CSELECT_ERR;
	if ((events & UV_READABLE) != 0)
		mask |= CURL_CSELECT_IN;
	if ((events & UV_WRITABLE) != 0)
		mask |= CURL_CSELECT_OUT;
	curl_multi_socket_action(s->multi, w->fd, mask, &running);
	take_results(s);
}

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct push_sender *s = ctx;
	struct watched_socket *w = socket_ctx;
	int events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (w != NULL) {
			uv_poll_stop(&w->poll);
			uv_close((uv_handle_t *)&w->poll, on_closed);
			curl_multi_assign(s->multi, fd, NULL);
		}
		return 0;
	}
	if (w == NULL) {
		w = calloc(1, sizeof(*w));
		if (w == NULL || uv_poll_init(s->loop, &w->poll, fd) != 0) {
			free(w);
			return -1;
		}
		w->poll.data = w;
		w->fd = fd;
		w->sender = s;
		curl_multi_assign(s->multi, fd, w);
	}
	if (what != CURL_POLL_OUT)
		events |= UV_READABLE;
	if (what != CURL_POLL_IN)
		events |= UV_WRITABLE;
	return uv_poll_start(&w->poll, events, on_event);
}

static void
on_timeout(uv_timer_t *t)
{
	struct push_sender *s = t->data;
	int running;

	curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	take_results(s);
}

static int
on_timer_wish(CURLM *multi, long ms, void *ctx)
{
	struct push_sender *s = ctx;

	(void)multi;
	if (ms < 0)
		uv_timer_stop(&s->timer);
	else /* never from here: libcurl may not be called in its own callback */
		uv_timer_start(&s->timer, on_timeout, (uint64_t)ms, 0);
	return 0;
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

/* The roots were read when files could be. */
static CURLcode
on_tls(CURL *easy, void *tls, void *ctx)
{
	(void)easy;
	SSL_CTX_set1_cert_store(tls, ctx);
	return CURLE_OK;
}

static bool
prepare(struct push_sender *s, struct post *p)
{
	CURL *e = p->easy;
	int bad = 0;

#define SET(option, value) bad |= curl_easy_setopt(e, option, value) != CURLE_OK
	SET(CURLOPT_URL, s->url);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_PROXY, ""); /* whatever the environment says */
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_HTTPHEADER, s->fields);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->n);
	SET(CURLOPT_POSTFIELDS, &p->token[0]);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	SET(CURLOPT_TIMEOUT, (long)POST_S);
	SET(CURLOPT_WRITEFUNCTION, on_answer);
	SET(CURLOPT_WRITEDATA, p);
	SET(CURLOPT_ERRORBUFFER, p->why);
	SET(CURLOPT_PRIVATE, p);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_CAINFO, NULL);
	SET(CURLOPT_CAPATH, NULL);
	SET(CURLOPT_SSL_CTX_FUNCTION, on_tls);
	SET(CURLOPT_SSL_CTX_DATA, s->roots);
#undef SET
	return !bad;
}

/* PUSH_POST */
static void
on_message(void *ctx, const struct ipc_head *h, struct span token, int fd)
{
	struct push_sender *s = ctx;

	if (fd != -1)
		close(fd);
	if (h->kind != IPC_PUSH)
		return;
	struct post *p = calloc(1, sizeof(*p) + token.n);
	if (p == NULL) {
		tell_store(s, h->a, PUSH_FAILED);
		return;
	}
	p->device = h->a;
	p->n = token.n;
	memcpy(p->token, token.p, token.n);
	p->easy = curl_easy_init();
	if (p->easy != NULL && prepare(s, p) &&
	    curl_multi_add_handle(s->multi, p->easy) == CURLM_OK)
		return;
	tell_store(s, h->a, PUSH_FAILED);
	post_free(p);
}

static void
on_store_gone(void *ctx)
{
	const struct push_sender *s = ctx;

	s->on_end(s->end_ctx);
}

/* ---- the sender ----------------------------------------------------------- */

/* The file that libcurl was built to take its roots from. */
static void
default_roots(char *file, size_t n)
{
	char *name = NULL;
	CURL *e = curl_easy_init();

	file[0] = '\0';
	if (e != NULL && curl_easy_getinfo(e, CURLINFO_CAINFO, &name) == CURLE_OK && name != NULL)
		snprintf(file, n, "%s", name);
	curl_easy_cleanup(e);
}

X509_STORE *
push_roots(const struct config *c, char *file, size_t n)
{
	X509_STORE *roots = X509_STORE_new();

	if (c->notification_ca != NULL)
		snprintf(file, n, "%s", c->notification_ca);
	else
		default_roots(file, n);
	/* A proxy on loopback may do without TLS: nothing to check then. */
	if (strncmp(c->notification_url, "http://", 7) == 0)
		return roots;
	if (roots != NULL && X509_STORE_load_file(roots, file) == 1)
		return roots;
	fprintf(stderr,
	    "%s: cannot be used as the certificates of the notification proxy (%s), install "
	    "ca-certificates, name a PEM file with notification_ca or leave notification_url "
	    "empty\n",
	    file, ERR_reason_error_string(ERR_peek_last_error()));
	X509_STORE_free(roots);
	return NULL;
}

/* Field lines that libcurl would add by itself. */
static struct curl_slist *
no_fields(void)
{
	static const char *const names[] = { "Accept:", "Content-Type:", "Expect:", "User-Agent:" };
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct curl_slist *longer = curl_slist_append(list, names[i]);
		if (longer == NULL) {
			curl_slist_free_all(list);
			return NULL;
		}
		list = longer;
	}
	return list;
}

static void
start_multi(struct push_sender *s)
{
	uv_timer_init(s->loop, &s->timer);
	s->timer.data = s;
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETDATA, s);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION, on_timer_wish);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERDATA, s);
	curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, (long)KEPT);
}

/* Without memory the process ends, and takes with it what was made so far. */
struct push_sender *
push_sender_open(uv_loop_t *loop, const struct config *c, X509_STORE *roots, int fd,
    ipc_end_cb *on_end, void *ctx)
{
	static struct push_sender sender;
	struct push_sender *s = &sender;
	struct ipc_head ready = { .kind = IPC_PUSH_READY };

	*s = (struct push_sender){ .loop = loop, .url = c->notification_url, .roots = roots };
	s->on_end = on_end;
	s->end_ctx = ctx;
	s->multi = curl_multi_init();
	s->fields = no_fields();
	struct ipc_message *m = ipc_message(&ready, SPAN(""), -1);
	if (s->multi == NULL || s->fields == NULL || m == NULL ||
	    ipc_start(&s->ipc, loop, fd, on_message, on_store_gone, s) == -1) {
		ipc_message_free(m);
		return NULL;
	}
	start_multi(s);
	ipc_send(&s->ipc, m);
	return s;
}
