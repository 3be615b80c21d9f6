/* The front's requests about mailboxes by name, and their answers. */
#include "reference/shell/store_client_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- answers -------------------------------------------------------------- */

void
store_answer_copy(const struct pending *p, const struct ipc_head *h, struct span octets)
{
	struct uid_pair *pairs = store_client_take(octets.n);

	if (octets.n > 0)
		memcpy(pairs, octets.p, octets.n);
	p->cb.copy(
	    p->ctx, (enum store_status)h->status, (uint32_t)h->a, pairs, octets.n / sizeof(*pairs));
	free(pairs);
}

void
store_answer_names(const struct pending *p, const struct ipc_head *h, struct span octets)
{
	struct mailbox_name *names = NULL;
	size_t n = 0, cap = 0;

	/* A name has at least an octet, and five before it. */
	cap = octets.n / 5;
	names = store_client_take(cap * sizeof(*names));
	while (n < cap && octets.n > 0) {
		uint8_t what = octets.p[0];
		octets = span_sub(octets, 1, octets.n);
		if (!ipc_get_string(&octets, &names[n].name))
			break;
		names[n].exists = (what & 1) != 0;
		names[n++].subscribed = (what & 2) != 0;
	}
	p->cb.names(p->ctx, (enum store_status)h->status, names, n);
	free(names);
}

void
store_answer_counts(const struct pending *p, const struct ipc_head *h, struct span octets)
{
	struct mailbox_counts c = { 0 };

	if (octets.n == sizeof(c))
		memcpy(&c, octets.p, sizeof(c));
	p->cb.counts(p->ctx, (enum store_status)h->status, &c);
}

/* ---- requests ------------------------------------------------------------- */

void
store_copy(struct store_client *s, const struct store_copy *what, store_copy_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_COPY,
		.account = what->account,
		.mailbox = what->mailbox,
		.a = what->move };
	size_t uids = what->n * sizeof(*what->uids);
	uint8_t *octets = store_client_take(what->to.n + 4 + uids);
	size_t n = ipc_put_string(octets, what->to);

	if (uids > 0)
		memcpy(octets + n, what->uids, uids);
	store_client_ask(s, h, SPAN_OF(octets, n + uids), -1, ctx)->cb.copy = cb;
	free(octets);
}

void
store_append(struct store_client *s, const struct store_append *what, store_copy_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_APPEND, .account = what->account, .a = what->size };
	struct append_request r = {
		.date = what->date, .flags = what->flags, .dated = what->dated
	};
	uint8_t *octets = store_client_take(sizeof(r) + what->to.n);

	memcpy(octets, &r, sizeof(r));
	memcpy(octets + sizeof(r), what->to.p, what->to.n);
	store_client_ask(s, h, SPAN_OF(octets, sizeof(r) + what->to.n), what->fd, ctx)->cb.copy =
	    cb;
	free(octets);
}

void
store_list(struct store_client *s, int64_t account, store_names_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_LIST, .account = account };

	store_client_ask(s, h, SPAN(""), -1, ctx)->cb.names = cb;
}

void
store_count(
    struct store_client *s, int64_t account, struct span name, store_counts_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_COUNT, .account = account };

	store_client_ask(s, h, name, -1, ctx)->cb.counts = cb;
}

void
store_create_mailbox(
    struct store_client *s, int64_t account, struct span name, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_CREATE, .account = account };

	store_client_ask(s, h, name, -1, ctx)->cb.done = cb;
}

void
store_remove_mailbox(
    struct store_client *s, int64_t account, struct span name, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_REMOVE, .account = account };

	store_client_ask(s, h, name, -1, ctx)->cb.done = cb;
}

void
store_rename_mailbox(struct store_client *s, int64_t account, struct span from, struct span to,
    store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_RENAME, .account = account };
	uint8_t *octets = store_client_take(from.n + to.n + 8);
	size_t n = ipc_put_string(octets, from);

	n += ipc_put_string(octets + n, to);
	store_client_ask(s, h, SPAN_OF(octets, n), -1, ctx)->cb.done = cb;
	free(octets);
}

void
store_subscribe(struct store_client *s, int64_t account, struct span name, bool on,
    store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_SUBSCRIBE, .account = account, .a = on };

	store_client_ask(s, h, name, -1, ctx)->cb.done = cb;
}
