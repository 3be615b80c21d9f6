/* The outbound process: what it reads before it may not, and its loop.
 *
 * After its start it opens no file.  What it has read (roots, the resolver's
 * settings) it watches by name and date; when something has changed it ends,
 * and the parent starts it anew. */
#include "reference/shell/outbound.h"

#include "reference/shell/outbound_http.h"
#include "reference/shell/outbound_private.h"

#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WATCH_MS = 60 * 1000, PATH_OCTETS = 4096 };

enum { FILE_RESOLV, FILE_PROXY_ROOTS, FILE_MAIL_ROOTS, FILE_ANCHOR, WATCHED };

struct watched {
	char path[PATH_OCTETS]; /* empty: not there */
	struct stat was;
};

struct outbound {
	uv_loop_t loop;
	uv_signal_t term;
	uv_timer_t watch;
	struct watched files[WATCHED];
	X509_STORE *proxy_roots, *mail_roots;
	SSL_CTX *tls;
	struct dns *dns;
	struct addrinfo *upstream;
	struct ipc store, front;
	struct push_sender *sender;
	struct mailer *mailer;
	struct connector *connector;
};

static bool
pushes(const struct config *c)
{
	return c->notification_url != NULL;
}

static bool
sends(const struct config *c)
{
	return c->dkim_key != NULL;
}

static bool
answers_dns(const struct config *c)
{
	return !c->off[SERVICE_SMTP];
}

bool
outbound_for_store(const struct config *c)
{
	return pushes(c) || sends(c);
}

bool
outbound_for_front(const struct config *c)
{
	return c->iroh_upstream != NULL || answers_dns(c);
}

bool
outbound_wanted(const struct config *c)
{
	return outbound_for_store(c) || outbound_for_front(c);
}

/* ---- files ---------------------------------------------------------------- */

/* The resolver reads its settings at the first name it is asked for. */
static void
warm_up_resolver(void)
{
	struct addrinfo *ai = NULL;

	if (getaddrinfo("localhost", NULL, NULL, &ai) == 0)
		freeaddrinfo(ai);
}

/* The roots in a PEM file, or those of the system; NULL with the reason. */
static X509_STORE *
read_roots(struct watched *file, const char *setting, const char *name, const char *whose)
{
	X509_STORE *roots = X509_STORE_new();

	if (setting != NULL)
		snprintf(file->path, PATH_OCTETS, "%s", setting);
	else
		http_default_roots(file->path, PATH_OCTETS);
	if (roots != NULL && X509_STORE_load_file(roots, file->path) == 1)
		return roots;
	fprintf(stderr,
	    "%s: cannot be used as the certificates of %s (%s), install ca-certificates or name "
	    "a PEM file with %s\n",
	    file->path, whose, ERR_reason_error_string(ERR_peek_last_error()), name);
	X509_STORE_free(roots);
	return NULL;
}

/* OUT_OLD_TLS */
static int
prepare_mail(struct outbound *o, const struct config *c)
{
	o->mail_roots =
	    read_roots(&o->files[FILE_MAIL_ROOTS], c->outbound_ca, "outbound_ca", "mail servers");
	if (o->mail_roots == NULL)
		return -1;
	o->tls = SSL_CTX_new(TLS_client_method());
	if (o->tls == NULL || SSL_CTX_dane_enable(o->tls) != 1 ||
	    SSL_CTX_set_min_proto_version(o->tls, TLS1_2_VERSION) != 1) {
		fprintf(stderr, "refrelay: TLS for outgoing mail cannot be set up\n");
		return -1;
	}
	SSL_CTX_set1_cert_store(o->tls, o->mail_roots);
	SSL_CTX_set_options(o->tls, SSL_OP_NO_RENEGOTIATION); /* who we talk to is settled once */
	return 0;
}

static int
read_files(struct outbound *o, const struct config *c)
{
	snprintf(o->files[FILE_RESOLV].path, PATH_OCTETS, "/etc/resolv.conf");
	warm_up_resolver();
	if (pushes(c) && push_is_clear(c)) {
		o->proxy_roots = X509_STORE_new(); /* nothing to check */
	} else if (pushes(c)) {
		o->proxy_roots = read_roots(&o->files[FILE_PROXY_ROOTS], c->notification_ca,
		    "notification_ca, or leave notification_url empty", "the notification proxy");
		if (o->proxy_roots == NULL)
			return -1;
	}
	if (sends(c) && prepare_mail(o, c) == -1)
		return -1;
	if (sends(c) || answers_dns(c)) {
		o->dns = dns_prepare(c, o->files[FILE_ANCHOR].path, PATH_OCTETS);
		if (o->dns == NULL)
			return -1;
	}
	if (c->iroh_upstream != NULL) {
		o->upstream = connector_addresses(c->iroh_upstream);
		if (o->upstream == NULL)
			return -1;
	}
	for (int i = 0; i < WATCHED; i++)
		if (stat(o->files[i].path, &o->files[i].was) == -1)
			o->files[i].path[0] = '\0';
	return 0;
}

static void
forget_files(struct outbound *o)
{
	X509_STORE_free(o->proxy_roots);
	X509_STORE_free(o->mail_roots);
	SSL_CTX_free(o->tls);
	dns_free(o->dns);
	if (o->upstream != NULL)
		freeaddrinfo(o->upstream);
}

int
outbound_check(const struct config *c)
{
	static struct outbound o;

	int got = outbound_wanted(c) ? read_files(&o, c) : 0;
	forget_files(&o);
	o = (struct outbound){ 0 };
	return got;
}

static void
on_watch(uv_timer_t *t)
{
	const struct outbound *o = t->data;
	struct stat now;

	for (int i = 0; i < WATCHED; i++) {
		const struct stat *was = &o->files[i].was;
		if (o->files[i].path[0] == '\0' || stat(o->files[i].path, &now) == -1)
			continue;
		if (now.st_ino != was->st_ino || now.st_size != was->st_size ||
		    now.st_mtim.tv_sec != was->st_mtim.tv_sec ||
		    now.st_mtim.tv_nsec != was->st_mtim.tv_nsec)
			uv_stop(t->loop);
	}
}

/* ---- the loop ------------------------------------------------------------- */

static void
on_term(uv_signal_t *signal, int number)
{
	(void)number;
	uv_stop(signal->loop);
}

/* The store or the front is gone; the parent says why. */
static void
on_other_gone(void *ctx)
{
	struct outbound *o = ctx;

	uv_stop(&o->loop);
}

static void
on_store(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct outbound *o = ctx;

	if (h->kind == IPC_SEND && o->mailer != NULL) {
		mailer_take(o->mailer, h, octets, fd);
		return;
	}
	if (fd != -1)
		close(fd);
	if (h->kind == IPC_PUSH && o->sender != NULL)
		push_sender_take(o->sender, h, octets);
}

static void
on_front(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct outbound *o = ctx;

	if (fd != -1)
		close(fd);
	if (h->kind == IPC_CONNECT)
		connector_take(o->connector, h);
	else if (h->kind == IPC_TXT)
		txt_take(o->dns, &o->front, h, octets);
}

static int
start_store(struct outbound *o, const struct config *c, int fd)
{
	if (ipc_start(&o->store, &o->loop, fd, on_store, on_other_gone, o) == -1)
		return -1;
	if (pushes(c)) {
		o->sender = push_sender_open(&o->loop, c, o->proxy_roots, &o->store);
		if (o->sender == NULL)
			return -1;
	}
	if (sends(c)) {
		o->mailer = mailer_open(&o->loop, c, o->dns, o->mail_roots, o->tls, &o->store);
		if (o->mailer == NULL)
			return -1;
	}
	return 0;
}

static int
start(struct outbound *o, const struct config *c, int store_fd, int front_fd)
{
	if (uv_loop_init(&o->loop) != 0)
		return -1;
	uv_signal_init(&o->loop, &o->term);
	uv_timer_init(&o->loop, &o->watch);
	o->term.data = o->watch.data = o;
	if (uv_signal_start(&o->term, on_term, SIGTERM) != 0)
		return -1;
	uv_timer_start(&o->watch, on_watch, WATCH_MS, WATCH_MS);
	if (o->dns != NULL && dns_start(o->dns, &o->loop) != 0)
		return -1;
	if (store_fd != -1 && start_store(o, c, store_fd) == -1)
		return -1;
	if (front_fd == -1)
		return 0;
	o->connector = connector_open(&o->loop, o->upstream, &o->front);
	return o->connector == NULL
	    ? -1
	    : ipc_start(&o->front, &o->loop, front_fd, on_front, on_other_gone, o);
}

/* What is under way is lost with the process, and nothing with it: the store
 * has what is to be sent, and the front asks again. */
int
outbound_run(
    const struct config *c, const struct sandbox_user *u, int store_fd, int front_fd, int ready_fd)
{
	static struct outbound outbound;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || read_files(&outbound, c) == -1)
		return 2;
	if (sandbox_enter(PROCESS_OUTBOUND, u, NULL) == -1)
		return 1;
	if (start(&outbound, c, store_fd, front_fd) == -1) {
		fprintf(stderr, "refrelay: the outbound process cannot start its loop\n");
		return 1;
	}
	if (ready_fd != -1) {
		if (write(ready_fd, "r", 1) != 1)
			return 1;
		close(ready_fd);
	}
	uv_run(&outbound.loop, UV_RUN_DEFAULT);
	dns_free(outbound.dns);
	return 0;
}
