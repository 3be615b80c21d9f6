/* The front's half of the conversation with the outbound process. */
#include "reference/shell/outbound_client.h"

#include "reference/shell/ipc.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct pending {
	struct pending *next;
	uint64_t id;
	enum ipc_kind kind;
	outbound_connected_cb *connected;
	outbound_txt_cb *txt;
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

	while (*at != NULL && ((*at)->id != h->id || (*at)->kind != h->kind))
		at = &(*at)->next;
	struct pending *p = *at;
	if (fd != -1 && (p == NULL || p->kind != IPC_CONNECT)) {
		close(fd);
		fd = -1;
	}
	if (p == NULL)
		return;
	*at = p->next;
	if (p->kind == IPC_CONNECT)
		p->connected(p->ctx, fd);
	else
		p->txt(p->ctx, h->a <= TXT_LATER ? (enum txt_result)h->a : TXT_LATER, octets);
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

static struct pending *
ask(struct outbound_client *o, enum ipc_kind kind, struct span octets, void *ctx)
{
	struct pending *p = calloc(1, sizeof(*p));
	struct ipc_head h = { .kind = kind, .id = ++o->last_id };
	struct ipc_message *m = ipc_message(&h, octets, -1);

	if (p == NULL || m == NULL) {
		fprintf(stderr, "refrelay: the front process is out of memory\n");
		exit(1);
	}
	*p = (struct pending){ .next = o->first, .id = h.id, .kind = kind, .ctx = ctx };
	o->first = p;
	ipc_send(&o->ipc, m);
	return p;
}

/* The answers come from the loop, so the callback is there in time. */
void
outbound_connect(struct outbound_client *o, outbound_connected_cb *cb, void *ctx)
{
	ask(o, IPC_CONNECT, SPAN(""), ctx)->connected = cb;
}

void
outbound_txt(struct outbound_client *o, struct span name, outbound_txt_cb *cb, void *ctx)
{
	ask(o, IPC_TXT, name, ctx)->txt = cb;
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
