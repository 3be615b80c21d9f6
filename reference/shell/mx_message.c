/* The way of a message from another server into the store.
 *
 *	inbound_check() and dkim_begin()   in a thread
 *	a TXT record for each signature    from the outbound process, with a deadline
 *	dkim_verify() and the strip        in a thread
 *	store_deliver()                    250 after the commit
 *
 * The decisions are those of reference/core/inbound.c and of dkim.h; here is their
 * order.  Nothing is asked about the server that brought it (MX_NO_REPUTATION), and
 * nothing about recipients before the store is (MX_GATE_UNKNOWN).  Both ports come
 * through here: MXD_CLEARTEXT, MXD_NO_DKIM. */
#include "reference/shell/mx_message.h"

#include "reference/core/inbound.h"
#include "reference/core/rewrite.h"
#include "reference/core/smtp_path.h"
#include "reference/shell/clock.h"
#include "reference/shell/dkim.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DNS_S = 30 }; /* at most, for all keys of a message */

enum phase {
	IN_THREAD,
	ASKING, /* the outbound process, for keys */
	STORING
};

struct key {
	struct mx_message *m;
	size_t i;
	bool awaited;
};

struct mx_message {
	uv_work_t work;
	uv_timer_t deadline;
	bool has_deadline; /* the loop knows it */
	enum phase phase;
	struct front *front;
	uv_loop_t *loop;
	mx_message_cb *cb; /* NULL: nobody waits */
	void *ctx;
	struct rcpt_list rcpts;
	struct buf text;    /* malloc'd; gone when fd is there */
	uint64_t held;      /* its memory, counted among that of strangers until the end */
	struct span author; /* in text */
	bool is_bounce;
	struct dkim *dkim; /* NULL: no signature is needed */
	struct key *keys;
	size_t awaited; /* answers of the outbound process */
	enum smtp_reply no;
	bool bounces; /* the sender is told when it cannot be delivered */
	int fd;       /* -1: none */
	uint64_t size;
	size_t sender_n;
	uint8_t sender[SMTP_ADDRESS_MAX];
};

static struct span
sender_of(const struct mx_message *m)
{
	return SPAN_OF(m->sender, m->sender_n);
}

/* ---- the end --------------------------------------------------------------- */

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

static void
destroy(struct mx_message *m)
{
	if (m->fd != -1)
		close(m->fd);
	if (m->dkim != NULL)
		dkim_free(m->dkim);
	rcpt_list_clear(&m->rcpts);
	free(m->keys);
	free(m->text.p);
	m->front->strangers -= m->held;
	if (m->has_deadline)
		uv_close((uv_handle_t *)&m->deadline, on_closed);
	else
		free(m);
}

static void
finish(struct mx_message *m, enum smtp_reply no)
{
	mx_message_cb *cb = m->cb;
	void *ctx = m->ctx;

	destroy(m);
	cb(ctx, no);
}

/* ---- in a thread: touches nothing but the message --------------------------- */

/* What is delivered, and who hears when it cannot be. */
static void
make(struct mx_message *m)
{
	/* MX_NO_BOUNCE_FORGED, MX_NO_BOUNCE_NULL, MX_SENDER_DIFFERS: only to the author,
	 * and only when his domain says that he is it.  MX_LITERAL_SENDER: never. */
	m->bounces = m->dkim != NULL && !m->is_bounce && span_eq_nocase(m->author, sender_of(m));
	m->no = smtp_message_strip(buf_span(&m->text), &m->fd, &m->size);
	free(m->text.p);
	buf_init(&m->text, NULL, 0);
}

static enum smtp_reply
judge(struct mx_message *m)
{
	struct span message = buf_span(&m->text);
	uint8_t *scratch = malloc(message.n > 0 ? message.n : 1);

	if (scratch == NULL)
		return SMTP_NO_MEMORY;
	enum inbound is = inbound_check(message, scratch, &m->author);
	free(scratch);
	/* A literal cannot sign, so nobody could write in the names of our users; and a
	 * report of ours that comes back, signed by us, was sent by somebody else. */
	bool ours = span_eq_nocase(rewrite_domain(m->author), m->front->config->domain);
	if (ours && is == INBOUND_UNSIGNED)
		return SMTP_DKIM_NONE;
	if (ours && is == INBOUND_IF_SIGNED_BOUNCE)
		return SMTP_ENCRYPTION_NEEDED;
	switch (is) {
	case INBOUND_IF_SIGNED:
	case INBOUND_IF_SIGNED_BOUNCE:
		m->is_bounce = is == INBOUND_IF_SIGNED_BOUNCE;
		m->dkim = dkim_begin(message, rewrite_domain(m->author));
		return m->dkim == NULL ? SMTP_NO_MEMORY : SMTP_SILENT;
	case INBOUND_UNSIGNED: make(m); return m->no;
	case INBOUND_STRAY: return SMTP_TEXT_STRAY;
	case INBOUND_CLEAR: return SMTP_ENCRYPTION_NEEDED;
	case INBOUND_NO_AUTHOR: return SMTP_AUTHOR_NO;
	case INBOUND_LOOP: return SMTP_LOOP;
	}
	return SMTP_ENCRYPTION_NEEDED;
}

static void
on_judge(uv_work_t *work)
{
	struct mx_message *m = work->data;

	m->no = judge(m);
}

static void
on_verify(uv_work_t *work)
{
	struct mx_message *m = work->data;

	switch (dkim_verify(m->dkim, clock_now())) {
	case DKIM_PASS: make(m); break;
	case DKIM_NONE: m->no = SMTP_DKIM_NONE; break;
	case DKIM_FAIL: m->no = SMTP_DKIM_FAIL; break;
	case DKIM_LATER: m->no = SMTP_DKIM_LATER; break; /* DKIM_DNS_SERVFAIL */
	}
}

/* ---- in the loop ------------------------------------------------------------- */

static void
on_stored(void *ctx, enum store_status st)
{
	finish(ctx, smtp_message_stored(st));
}

static void
deliver(struct mx_message *m)
{
	struct span bounce_to = m->bounces ? sender_of(m) : SPAN("");
	int fd = m->fd;

	m->phase = STORING;
	m->fd = -1;
	store_deliver(
	    m->front->store, bounce_to, m->rcpts.list, m->rcpts.n, fd, m->size, on_stored, m);
}

static void
verified(uv_work_t *work, int status)
{
	struct mx_message *m = work->data;

	(void)status; /* never cancelled */
	if (m->cb == NULL)
		destroy(m);
	else if (m->no != SMTP_SILENT)
		finish(m, m->no);
	else
		deliver(m);
}

static void
verify(struct mx_message *m)
{
	if (m->has_deadline)
		uv_timer_stop(&m->deadline);
	m->phase = IN_THREAD;
	if (uv_queue_work(m->loop, &m->work, on_verify, verified) != 0)
		finish(m, SMTP_NO_MEMORY);
}

static void
on_key(void *ctx, enum txt_result r, struct span strings)
{
	struct key *k = ctx;

	k->awaited = false;
	dkim_answer(k->m->dkim, k->i, r, strings);
	if (--k->m->awaited == 0)
		verify(k->m);
}

/* Nobody asks for them any more. */
static void
forget_keys(struct mx_message *m)
{
	for (size_t i = 0; i < dkim_keys(m->dkim); i++)
		if (m->keys[i].awaited)
			outbound_forget(m->front->outbound, &m->keys[i]);
}

/* What is missing counts as DNS that did not answer; one signature with a key that
 * is there may still be right. */
static void
on_deadline(uv_timer_t *t)
{
	struct mx_message *m = t->data;

	forget_keys(m);
	for (size_t i = 0; i < dkim_keys(m->dkim); i++)
		if (m->keys[i].awaited)
			dkim_answer(m->dkim, i, TXT_LATER, SPAN(""));
	verify(m);
}

static void
ask(struct mx_message *m)
{
	struct outbound_client *o = m->front->outbound;
	size_t n = dkim_keys(m->dkim), seconds = m->front->config->outbound_timeout;

	if (o == NULL || n == 0) { /* nobody to ask, nothing to ask for */
		for (size_t i = 0; i < n; i++)
			dkim_answer(m->dkim, i, TXT_LATER, SPAN(""));
		verify(m);
		return;
	}
	m->keys = calloc(n, sizeof(*m->keys));
	if (m->keys == NULL || uv_timer_init(m->loop, &m->deadline) != 0) {
		finish(m, SMTP_NO_MEMORY);
		return;
	}
	m->phase = ASKING;
	m->deadline.data = m;
	m->has_deadline = true;
	uv_timer_start(&m->deadline, on_deadline, 1000 * (seconds < DNS_S ? seconds : DNS_S), 0);
	m->awaited = n;
	for (size_t i = 0; i < n; i++) {
		m->keys[i] = (struct key){ .m = m, .i = i, .awaited = true };
		outbound_txt(o, dkim_name(m->dkim, i), on_key, &m->keys[i]);
	}
}

static void
judged(uv_work_t *work, int status)
{
	struct mx_message *m = work->data;

	(void)status; /* never cancelled */
	if (m->cb == NULL)
		destroy(m);
	else if (m->no != SMTP_SILENT)
		finish(m, m->no);
	else if (m->dkim == NULL)
		deliver(m);
	else
		ask(m);
}

struct mx_message *
mx_message_take(struct front *f, uv_loop_t *loop, struct span sender, struct rcpt_list *rcpts,
    struct buf *text, mx_message_cb *cb, void *ctx)
{
	struct mx_message *m = calloc(1, sizeof(*m));

	if (m == NULL || sender.n > sizeof(m->sender)) {
		free(m);
		return NULL;
	}
	m->front = f;
	m->loop = loop;
	m->cb = cb;
	m->ctx = ctx;
	m->fd = -1;
	m->text = *text;
	m->held = text->cap;
	m->rcpts = *rcpts;
	m->sender_n = sender.n;
	if (sender.n > 0)
		memcpy(m->sender, sender.p, sender.n);
	m->work.data = m;
	if (uv_queue_work(loop, &m->work, on_judge, judged) != 0) {
		free(m);
		return NULL;
	}
	buf_init(text, NULL, 0);
	*rcpts = (struct rcpt_list){ 0 };
	return m;
}

void
mx_message_forget(struct mx_message *m)
{
	switch (m->phase) {
	case IN_THREAD: m->cb = NULL; break; /* the end of the work is its end */
	case ASKING:
		forget_keys(m);
		destroy(m);
		break;
	case STORING:
		store_forget(m->front->store, m);
		destroy(m);
		break;
	}
}
