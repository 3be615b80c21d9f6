/* The front's half of the conversation with the outbound process. */
#include "reference/shell/outbound_client.h"

#include "reference/shell/ipc.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct pending {
	struct pending *next;
	uint64_t id;
	outbound_connected_cb *cb;
	void *ctx;
};

struct outbound_client {
	struct ipc ipc;
	uint64_t last_id;
	struct pending *first;
};

static void
on_message(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct outbound_client *o = ctx;
	struct pending **at = &o->first;

	(void)octets;
	while (*at != NULL && (*at)->id != h->id)
		at = &(*at)->next;
	struct pending *p = h->kind == IPC_CONNECT ? *at : NULL;
	if (p == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	*at = p->next;
	p->cb(p->ctx, fd);
	free(p);
}

/* Its end is held by the parent as well; requests run into their deadlines. */
static void
on_gone(void *ctx)
{
	(void)ctx;
}

struct outbound_client *
outbound_client_open(uv_loop_t *loop, int fd)
{
	struct outbound_client *o = calloc(1, sizeof(*o));

	if (o == NULL || ipc_start(&o->ipc, loop, fd, on_message, on_gone, o) == -1) {
		free(o);
		return NULL;
	}
	return o;
}

void
outbound_connect(struct outbound_client *o, outbound_connected_cb *cb, void *ctx)
{
	struct pending *p = calloc(1, sizeof(*p));
	struct ipc_head h = { .kind = IPC_CONNECT };
	struct ipc_message *m = ipc_message(&h, SPAN(""), -1);

	if (p == NULL || m == NULL) {
		fprintf(stderr, "refrelay: the front process is out of memory\n");
		exit(1);
	}
	*p = (struct pending){ .next = o->first, .id = ++o->last_id, .cb = cb, .ctx = ctx };
	o->first = p;
	m->head.id = p->id;
	ipc_send(&o->ipc, m);
}

void
outbound_forget(struct outbound_client *o, void *ctx)
{
	struct pending **at = &o->first;

	while (*at != NULL) {
		struct pending *p = *at;
		if (p->ctx != ctx) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		free(p);
	}
}
