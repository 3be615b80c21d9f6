/* The front's half of the conversation with the store: requests out, answers
 * and events in, each answer to the callback that waits for it. */
#include "reference/shell/store_client_private.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Without memory a promise to a client would be lost; the parent stops all. */
static _Noreturn void
no_memory(void)
{
	fprintf(stderr, "refrelay: the front process is out of memory\n");
	exit(1);
}

void *
store_client_take(size_t n)
{
	void *p = calloc(1, n > 0 ? n : 1);

	if (p == NULL)
		no_memory();
	return p;
}

/* ---- answers -------------------------------------------------------------- */

static void
answer_mailbox(const struct pending *p, const struct ipc_head *h, struct span octets)
{
	struct message_info *messages = store_client_take(octets.n);
	struct mailbox_info m = { .id = h->mailbox,
		.uid_validity = (uint32_t)h->a,
		.uid_next = (uint32_t)h->b,
		.messages = messages,
		.n = octets.n / sizeof(*messages) };

	if (octets.n > 0)
		memcpy(messages, octets.p, octets.n);
	p->cb.mailbox(p->ctx, (enum store_status)h->status, &m);
	free(messages);
}

static void
answer(const struct pending *p, const struct ipc_head *h, struct span octets, int fd)
{
	enum store_status st = (enum store_status)h->status;

	switch ((enum ipc_kind)h->kind) {
	case IPC_LOGIN: p->cb.login(p->ctx, st, h->account); break;
	case IPC_DELIVER:
	case IPC_FLAGS:
	case IPC_EXPUNGE:
	case IPC_CREATE:
	case IPC_REMOVE:
	case IPC_RENAME:
	case IPC_SUBSCRIBE:
	case IPC_ADD_TOKEN:
	case IPC_DROP_TOKENS: p->cb.done(p->ctx, st); break;
	case IPC_OPEN: answer_mailbox(p, h, octets); break;
	case IPC_BODY: p->cb.body(p->ctx, st, fd, h->a); break;
	case IPC_COPY:
	case IPC_APPEND: store_answer_copy(p, h, octets); break;
	case IPC_LIST: store_answer_names(p, h, octets); break;
	case IPC_COUNT: store_answer_counts(p, h, octets); break;
	case IPC_QUOTA: p->cb.quota(p->ctx, st, h->a, h->b); break;
	case IPC_GET_TOKENS: p->cb.tokens(p->ctx, st, octets); break;
	case IPC_CLOSE:
	case IPC_LEAVE:
	case IPC_EVENT:
	case IPC_PUSH_READY:
	case IPC_PUSH:
	case IPC_PUSHED:
	case IPC_CONNECT:
	case IPC_TXT:
	case IPC_SEND_READY:
	case IPC_SEND:
	case IPC_SENT:
	case IPC_KINDS: break;
	}
}

/* Answers nobody waits for: what they carried is given back. */
static void
drop(struct store_client *s, const struct ipc_head *h, int fd)
{
	if (fd != -1)
		close(fd);
	if (h->kind == IPC_OPEN && h->status == STORE_OK)
		store_close_mailbox(s, h->mailbox);
	if (h->kind == IPC_LOGIN && h->status == STORE_OK)
		store_leave(s, h->account);
}

static void
on_event(struct store_client *s, const struct ipc_head *h, struct span octets)
{
	struct message_info m;

	if (octets.n != sizeof(m) || s->on_event == NULL)
		return;
	memcpy(&m, octets.p, sizeof(m));
	s->on_event(s->front, h->mailbox, (enum store_event)h->a, &m);
}

static struct pending *
pending_take(struct store_client *s, uint64_t id)
{
	struct pending **at = &s->first;

	while (*at != NULL && (*at)->id != id)
		at = &(*at)->next;
	struct pending *p = *at;
	if (p == NULL)
		return NULL;
	*at = p->next;
	if (s->last == &p->next)
		s->last = at;
	return p;
}

static void
on_message(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct store_client *s = ctx;

	if (h->kind == IPC_EVENT) {
		on_event(s, h, octets);
		return;
	}
	struct pending *p = pending_take(s, h->id);
	if (p == NULL || p->forgotten || p->kind != h->kind)
		drop(s, h, fd);
	else
		answer(p, h, octets, fd);
	free(p);
}

static void
on_store_gone(void *ctx)
{
	struct store_client *s = ctx;

	while (s->first != NULL) {
		struct pending *p = s->first;
		struct ipc_head h = { .kind = p->kind, .status = STORE_DOWN };
		s->first = p->next;
		if (s->first == NULL)
			s->last = &s->first;
		if (!p->forgotten)
			answer(p, &h, SPAN(""), -1);
		free(p);
	}
	s->on_end(s->end_ctx);
}

/* ---- requests ------------------------------------------------------------- */

/* Asks; the callback is filled in by the caller. */
struct pending *
store_client_ask(struct store_client *s, struct ipc_head h, struct span octets, int fd, void *ctx)
{
	struct pending *p = store_client_take(sizeof(*p));

	h.id = p->id = ++s->last_id;
	p->kind = h.kind;
	p->ctx = ctx;
	*s->last = p;
	s->last = &p->next;
	struct ipc_message *m = ipc_message(&h, octets, fd);
	if (m == NULL)
		no_memory();
	/* A dead store is noticed by the loop, which then answers STORE_DOWN. */
	ipc_send(&s->ipc, m);
	return p;
}

void
store_client_tell(struct store_client *s, const struct ipc_head *h)
{
	struct ipc_message *m = ipc_message(h, SPAN(""), -1);

	if (m == NULL)
		no_memory();
	ipc_send(&s->ipc, m);
}

void
store_login(struct store_client *s, struct span address, struct span password, bool create,
    store_login_cb *cb, void *ctx)
{
	size_t n = address.n + password.n + 8;
	uint8_t *octets = store_client_take(n);
	struct ipc_head h = { .kind = IPC_LOGIN, .a = create };

	ipc_put_string(octets + ipc_put_string(octets, address), password);
	store_client_ask(s, h, SPAN_OF(octets, n), -1, ctx)->cb.login = cb;
	OPENSSL_cleanse(octets, n);
	free(octets);
}

void
store_deliver(struct store_client *s, struct span sender, const struct span *rcpts, size_t n,
    int fd, uint64_t size, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_DELIVER, .a = size };
	size_t total = sender.n + 4, at;

	for (size_t i = 0; i < n; i++)
		total += rcpts[i].n + 4;
	uint8_t *octets = store_client_take(total);
	at = ipc_put_string(octets, sender);
	for (size_t i = 0; i < n; i++)
		at += ipc_put_string(octets + at, rcpts[i]);
	store_client_ask(s, h, SPAN_OF(octets, at), fd, ctx)->cb.done = cb;
	free(octets);
}

void
store_quota(struct store_client *s, int64_t account, store_quota_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_QUOTA, .account = account };

	store_client_ask(s, h, SPAN(""), -1, ctx)->cb.quota = cb;
}

void
store_add_token(
    struct store_client *s, int64_t account, struct span token, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_ADD_TOKEN, .account = account };

	store_client_ask(s, h, token, -1, ctx)->cb.done = cb;
}

void
store_get_tokens(struct store_client *s, int64_t account, store_tokens_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_GET_TOKENS, .account = account };

	store_client_ask(s, h, SPAN(""), -1, ctx)->cb.tokens = cb;
}

void
store_drop_tokens(struct store_client *s, int64_t account, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_DROP_TOKENS, .account = account };

	store_client_ask(s, h, SPAN(""), -1, ctx)->cb.done = cb;
}

void
store_forget(struct store_client *s, void *ctx)
{
	for (struct pending *p = s->first; p != NULL; p = p->next)
		if (p->ctx == ctx)
			p->forgotten = true;
}

/* ---- the client itself ---------------------------------------------------- */

struct store_client *
store_client_open(uv_loop_t *loop, int fd, store_client_end_cb *on_end, void *ctx)
{
	struct store_client *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		close(fd);
		return NULL;
	}
	s->last = &s->first;
	s->on_end = on_end;
	s->end_ctx = ctx;
	if (ipc_start(&s->ipc, loop, fd, on_message, on_store_gone, s) == -1) {
		free(s);
		return NULL;
	}
	return s;
}

bool
store_client_idle(const struct store_client *s)
{
	return s->first == NULL && ipc_idle(&s->ipc);
}

void
store_client_free(struct store_client *s)
{
	free(s);
}
