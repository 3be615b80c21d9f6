/* The front process: listeners, and the life of the process.
 *
 * What is said on a connection is the protocols' business, how it travels is
 * conn.c's, what is kept is the store's. */
#include "reference/shell/front.h"

#include "reference/shell/conn_host.h"
#include "reference/shell/front_run.h"
#include "reference/shell/rate_table.h"
#include "reference/shell/store_client_open.h"
#include "reference/shell/web.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	BACKLOG = 1024,
	SPARE_FILES = 128,    /* for bodies in flight and ourselves */
	LAST_WORDS_MS = 10000 /* after SIGTERM: for what waits for the store */
};

static const struct protocol *const by_alpn[] = { &protocol_smtp, &protocol_imap, NULL };

// clang-format off
static const struct conn_kind kinds[SERVICES] = {
	/* TLS_SUBMISSIONS_IMPLICIT, TLS_IMAPS_IMPLICIT: TLS before anything is said */
	[SERVICE_SUBMISSIONS] = { SERVICE_SUBMISSIONS, &protocol_smtp, true,  NULL },
	[SERVICE_SUBMISSION]  = { SERVICE_SUBMISSION,  &protocol_smtp, false, NULL },
	[SERVICE_IMAPS]       = { SERVICE_IMAPS,       &protocol_imap, true,  NULL },
	[SERVICE_IMAP]        = { SERVICE_IMAP,        &protocol_imap, false, NULL },
	[SERVICE_HTTPS]       = { SERVICE_HTTPS,       &protocol_http, true,  by_alpn },
	[SERVICE_HTTP]        = { SERVICE_HTTP,        &protocol_http, false, NULL },
	[SERVICE_SMTP]        = { SERVICE_SMTP,        &protocol_mx,   false, NULL },
};
// clang-format on

struct front_process {
	uv_loop_t loop;
	struct front front;
	struct conn_host host;
	uv_tcp_t listeners[SERVICES];
	uv_signal_t term;
	uv_timer_t deadline;
};

static void
on_connection(uv_stream_t *listener, int status)
{
	struct front_process *p = listener->data;

	/* EMFILE and the like: libuv asks again when the next one comes. */
	if (status == 0)
		conn_accept(&p->host, listener, &kinds[(uv_tcp_t *)listener - p->listeners]);
}

static void
on_store_gone(void *ctx)
{
	(void)ctx;
	/* The parent says why; nothing can be promised to anybody any more. */
	exit(1);
}

static void
on_empty(struct conn_host *h)
{
	uv_stop(h->loop);
}

static void
on_deadline(uv_timer_t *t)
{
	uv_stop(t->loop);
}

static void
on_term(uv_signal_t *signal, int number)
{
	struct front_process *p = signal->data;

	(void)number;
	if (p->host.stopping)
		return;
	for (int i = 0; i < SERVICES; i++)
		if (!p->front.config->off[i])
			uv_close((uv_handle_t *)&p->listeners[i], NULL);
	uv_timer_start(&p->deadline, on_deadline, LAST_WORDS_MS, 0);
	conn_host_stop(&p->host);
}

/* ACC_TEN_SESSIONS: no limit for an account or an address, one for all. */
static size_t
connections_most(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == -1 || files.rlim_cur < 2 * SPARE_FILES)
		return SPARE_FILES;
	/* each may have one message in a memfd besides its socket */
	return ((size_t)files.rlim_cur - SPARE_FILES) / 2;
}

static int
start_listening(struct front_process *p, const int fds[SERVICES])
{
	for (int i = 0; i < SERVICES; i++) {
		if (fds[i] == -1)
			continue;
		uv_tcp_init(&p->loop, &p->listeners[i]);
		p->listeners[i].data = p;
		if (uv_tcp_open(&p->listeners[i], fds[i]) != 0 ||
		    uv_listen((uv_stream_t *)&p->listeners[i], BACKLOG, on_connection) != 0)
			return -1;
	}
	return 0;
}

static int
start(struct front_process *p, SSL_CTX *tls, const int listeners[SERVICES], int store_fd,
    int outbound_fd)
{
	if (uv_loop_init(&p->loop) != 0)
		return -1;
	uv_signal_init(&p->loop, &p->term);
	uv_timer_init(&p->loop, &p->deadline);
	p->term.data = p;
	p->front.store = store_client_open(&p->loop, store_fd, on_store_gone, p);
	p->front.rates = rate_table_new();
	if (outbound_fd != -1)
		p->front.outbound = outbound_client_open(&p->loop, outbound_fd);
	if (p->front.store == NULL || p->front.rates == NULL ||
	    (outbound_fd != -1 && p->front.outbound == NULL) ||
	    conn_host_open(&p->host, &p->loop, tls, &p->front, connections_most()) == -1)
		return -1;
	p->host.on_empty = on_empty;
	uv_signal_start(&p->term, on_term, SIGTERM);
	return start_listening(p, listeners);
}

/* The port a socket is bound to; 0: none. */
static uint16_t
port_of(int fd)
{
	struct sockaddr_storage got = { 0 };
	socklen_t n = sizeof(got);

	if (fd == -1 || getsockname(fd, (struct sockaddr *)&got, &n) == -1)
		return 0;
	/* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): getsockname() wrote it */
	return ntohs(got.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&got)->sin6_port
					       : ((struct sockaddr_in *)(void *)&got)->sin_port);
}

static struct web *
make_web(const struct config *c, const int listeners[SERVICES])
{
	uint16_t ports[SERVICES];

	for (int i = 0; i < SERVICES; i++)
		ports[i] = port_of(listeners[i]);
	return web_open(c, ports);
}

int
front_run(const struct config *c, const struct sandbox_user *u, const int listeners[SERVICES],
    int store_fd, int outbound_fd, int ready_fd)
{
	static struct front_process process;

	process.front.config = c;
	SSL_CTX *tls = tls_open(c);
	if (tls == NULL || meta_files_read(&process.front.meta, c) == -1)
		return 2;
	struct web *web = make_web(c, listeners);
	if (web == NULL)
		return 2;
	process.front.web = web;
	if (sandbox_enter(PROCESS_FRONT, u, NULL) == -1)
		return 1;
	if (start(&process, tls, listeners, store_fd, outbound_fd) == -1) {
		fprintf(stderr, "refrelay: the front process cannot start its loop\n");
		return 1;
	}
	if (write(ready_fd, "r", 1) != 1)
		return 1;
	close(ready_fd);
	uv_run(&process.loop, UV_RUN_DEFAULT);
	SSL_CTX_free(tls);
	web_close(web);
	return 0;
}
