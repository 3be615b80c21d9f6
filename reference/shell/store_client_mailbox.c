/* The front's requests about an open mailbox. */
#include "reference/shell/store_client_private.h"

void
store_open_mailbox(
    struct store_client *s, int64_t account, struct span name, store_mailbox_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_OPEN, .account = account };

	store_client_ask(s, h, name, -1, ctx)->cb.mailbox = cb;
}

void
store_leave(struct store_client *s, int64_t account)
{
	struct ipc_head h = { .kind = IPC_LEAVE, .account = account };

	store_client_tell(s, &h);
}

void
store_close_mailbox(struct store_client *s, int64_t mailbox)
{
	struct ipc_head h = { .kind = IPC_CLOSE, .mailbox = mailbox };

	store_client_tell(s, &h);
}

void
store_on_event(struct store_client *s, store_event_cb *cb, void *front)
{
	s->on_event = cb;
	s->front = front;
}

void
store_fetch_body(
    struct store_client *s, int64_t mailbox, uint32_t uid, store_body_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_BODY, .mailbox = mailbox, .a = uid };

	store_client_ask(s, h, SPAN(""), -1, ctx)->cb.body = cb;
}

void
store_set_flags(struct store_client *s, int64_t mailbox, const uint32_t *uids, size_t n,
    enum flags_op op, uint32_t flags, store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_FLAGS, .mailbox = mailbox, .a = op, .b = flags };

	store_client_ask(s, h, SPAN_OF(uids, n * sizeof(*uids)), -1, ctx)->cb.done = cb;
}

void
store_expunge(struct store_client *s, int64_t mailbox, const uint32_t *uids, size_t n,
    store_done_cb *cb, void *ctx)
{
	struct ipc_head h = { .kind = IPC_EXPUNGE, .mailbox = mailbox, .a = uids == NULL };

	store_client_ask(s, h, SPAN_OF(uids, n * sizeof(*uids)), -1, ctx)->cb.done = cb;
}
