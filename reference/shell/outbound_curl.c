/* libcurl's sockets and its timer, watched by libuv; what all our transfers
 * have in common.  Does not know what is posted where. */
#include "reference/shell/outbound_http.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A socket of libcurl, watched for it. */
struct watched_socket {
	uv_poll_t poll;
	curl_socket_t fd;
	struct http_loop *http;
};

/* libcurl quotes what the other side has said. */
static void
make_printable(char *why)
{
	for (; *why != '\0'; why++)
		if (*why < ' ' || *why > '~')
			*why = '?';
}

static void
take_results(struct http_loop *h)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(h->multi, &left)) != NULL) {
		struct http_transfer *t = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		make_printable(t->why);
		t->done(t, code);
	}
}

static void
on_event(uv_poll_t *poll, int status, int events)
{
	struct watched_socket *w = poll->data;
	struct http_loop *h = w->http;
	int running, mask = 0;

	if (status < 0)
		mask = CURL_CSELECT_ERR;
	if ((events & UV_READABLE) != 0)
		mask |= CURL_CSELECT_IN;
	if ((events & UV_WRITABLE) != 0)
		mask |= CURL_CSELECT_OUT;
	curl_multi_socket_action(h->multi, w->fd, mask, &running);
	take_results(h);
}

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct http_loop *h = ctx;
	struct watched_socket *w = socket_ctx;
	int events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (w != NULL) {
			uv_poll_stop(&w->poll);
			uv_close((uv_handle_t *)&w->poll, on_closed);
			curl_multi_assign(h->multi, fd, NULL);
		}
		return 0;
	}
	if (w == NULL) {
		w = calloc(1, sizeof(*w));
		if (w == NULL || uv_poll_init(h->loop, &w->poll, fd) != 0) {
			free(w);
			return -1;
		}
		w->poll.data = w;
		w->fd = fd;
		w->http = h;
		curl_multi_assign(h->multi, fd, w);
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
	struct http_loop *h = t->data;
	int running;

	curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	take_results(h);
}

static int
on_timer_wish(CURLM *multi, long ms, void *ctx)
{
	struct http_loop *h = ctx;

	(void)multi;
	if (ms < 0)
		uv_timer_stop(&h->timer);
	else /* never from here: libcurl may not be called in its own callback */
		uv_timer_start(&h->timer, on_timeout, (uint64_t)ms, 0);
	return 0;
}

int
http_loop_start(struct http_loop *h, uv_loop_t *loop, long kept)
{
	h->loop = loop;
	h->multi = curl_multi_init();
	if (h->multi == NULL)
		return -1;
	uv_timer_init(loop, &h->timer);
	h->timer.data = h;
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, on_timer_wish);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, kept);
	return 0;
}

/* ---- a transfer ----------------------------------------------------------- */

/* The roots were read when files could be. */
static CURLcode
on_tls(CURL *easy, void *tls, void *ctx)
{
	(void)easy;
	SSL_CTX_set1_cert_store(tls, ctx);
	return CURLE_OK;
}

bool
http_transfer_init(struct http_transfer *t, const char *url, X509_STORE *roots)
{
	CURL *e = curl_easy_init();
	int bad = 0;

	t->easy = e;
	if (e == NULL)
		return false;
#define SET(option, value) bad |= curl_easy_setopt(e, option, value) != CURLE_OK
	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROXY, ""); /* whatever the environment says */
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_FOLLOWLOCATION, 0L); /* OUT_HTTPS_REDIRECT */
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_ERRORBUFFER, t->why);
	SET(CURLOPT_PRIVATE, t);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L); /* OUT_HTTPS_CERT */
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_CAINFO, NULL);
	SET(CURLOPT_CAPATH, NULL);
	SET(CURLOPT_SSL_CTX_FUNCTION, on_tls);
	SET(CURLOPT_SSL_CTX_DATA, roots);
#undef SET
	return bad == 0;
}

bool
http_transfer_start(struct http_loop *h, struct http_transfer *t)
{
	return curl_multi_add_handle(h->multi, t->easy) == CURLM_OK;
}

void
http_transfer_end(struct http_loop *h, struct http_transfer *t)
{
	if (t->easy == NULL)
		return;
	curl_multi_remove_handle(h->multi, t->easy); /* nothing happens when it is not there */
	curl_easy_cleanup(t->easy);
	t->easy = NULL;
}

struct curl_slist *
http_fields(const char *const *lines, size_t n)
{
	static const char *const without[] = {
		"Accept:", "Content-Type:", "Expect:", "User-Agent:"
	};
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < COUNT_OF(without) + n; i++) {
		const char *line =
		    i < COUNT_OF(without) ? without[i] : lines[i - COUNT_OF(without)];
		struct curl_slist *longer = curl_slist_append(list, line);
		if (longer == NULL) {
			curl_slist_free_all(list);
			return NULL;
		}
		list = longer;
	}
	return list;
}

void
http_default_roots(char *file, size_t n)
{
	char *name = NULL;
	CURL *e = curl_easy_init();

	file[0] = '\0';
	if (e != NULL && curl_easy_getinfo(e, CURLINFO_CAINFO, &name) == CURLE_OK && name != NULL)
		snprintf(file, n, "%s", name);
	curl_easy_cleanup(e);
}
