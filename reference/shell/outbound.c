/* The outbound process: what it reads before it may not, and its loop.
 *
 * After its start it opens no file.  What it has read (roots, the resolver's
 * settings) it watches by name and date; when something has changed it ends,
 * and the parent starts it anew. */
#include "reference/shell/outbound.h"

#include "reference/shell/outbound_private.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WATCHED = 2, WATCH_MS = 60 * 1000, PATH_OCTETS = 4096 };

struct watched {
	char path[PATH_OCTETS];
	struct stat was;
};

struct outbound {
	uv_loop_t loop;
	uv_signal_t term;
	uv_timer_t watch;
	struct watched files[WATCHED];
	X509_STORE *roots;
	struct addrinfo *upstream;
	struct push_sender *sender;
	struct connector *connector;
};

bool
outbound_pushes(const struct config *c)
{
	return c->notification_url != NULL;
}

bool
outbound_connects(const struct config *c)
{
	return c->iroh_upstream != NULL;
}

bool
outbound_wanted(const struct config *c)
{
	return outbound_pushes(c) || outbound_connects(c);
}

/* The resolver reads its settings at the first name it is asked for. */
static void
warm_up_resolver(void)
{
	struct addrinfo *ai = NULL;

	if (getaddrinfo("localhost", NULL, NULL, &ai) == 0)
		freeaddrinfo(ai);
}

static int
read_files(struct outbound *o, const struct config *c)
{
	snprintf(o->files[0].path, PATH_OCTETS, "/etc/resolv.conf");
	warm_up_resolver();
	if (outbound_pushes(c)) {
		o->roots = push_roots(c, o->files[1].path, PATH_OCTETS);
		if (o->roots == NULL)
			return -1;
	}
	if (outbound_connects(c)) {
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
	X509_STORE_free(o->roots);
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
	if (store_fd != -1) {
		o->sender = push_sender_open(&o->loop, c, o->roots, store_fd, on_other_gone, o);
		if (o->sender == NULL)
			return -1;
	}
	if (front_fd != -1) {
		o->connector = connector_open(&o->loop, o->upstream, front_fd, on_other_gone, o);
		if (o->connector == NULL)
			return -1;
	}
	return 0;
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
	return 0;
}
