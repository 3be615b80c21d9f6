/* The envelope of a message that comes by HTTPS, and its octets as they come.
 *
 * Does not: read HTTP (http_conn.c), judge messages (mx_message.c).  Addresses are
 * whole mailboxes or refused, so nothing can stand behind one (MXD_INJECTION). */
#include "reference/shell/http_mxdeliv.h"

#include "reference/core/http_head.h"
#include "reference/core/recipient.h"
#include "reference/shell/mail_text.h"

#include <stdlib.h>
#include <string.h>

struct http_mxdeliv {
	struct front *front;
	enum smtp_reply no; /* SMTP_SILENT so far */
	bool has_sender;
	size_t sender_n;
	uint8_t sender[SMTP_ADDRESS_MAX];
	struct rcpt_list rcpts;
	struct buf text;         /* malloc'd */
	struct mx_message *mail; /* NULL: it is not on its way */
	mx_message_cb *cb;
	void *ctx;
};

bool
http_mxdeliv_wants(const struct front *f, struct span path)
{
	return !f->config->off[SERVICE_SMTP] && span_eq(path, SPAN("/mxdeliv"));
}

/* ---- the envelope ------------------------------------------------------------ */

static enum smtp_reply
take_sender(struct http_mxdeliv *d, struct span path)
{
	if (d->has_sender)
		return SMTP_SYNTAX; /* MXD_INJECTION */
	d->has_sender = true;
	if (path.n == 0)
		return SMTP_SILENT; /* MXD_NULL_SENDER */
	if (!smtp_path_is_mailbox(path) || path.n > sizeof(d->sender))
		return SMTP_PATH_SYNTAX; /* MXD_INJECTION */
	memcpy(d->sender, path.p, path.n);
	d->sender_n = path.n;
	return SMTP_SILENT;
}

static enum smtp_reply
take_recipient(struct http_mxdeliv *d, struct span path)
{
	uint8_t memory[RECIPIENT_MAX];
	struct span address;

	if (!smtp_path_is_mailbox(path) && !span_eq_nocase(path, SPAN("postmaster")))
		return SMTP_PATH_SYNTAX; /* MXD_INJECTION */
	if (d->rcpts.n >= d->front->config->max_recipients)
		return SMTP_RCPT_LIMIT;
	if (!recipient_local(&d->front->config->rules, path, memory, &address))
		return SMTP_RELAY_NO; /* MXD_FOREIGN */
	/* MXD_ALL_RECIPIENTS */
	return rcpt_list_add(&d->rcpts, address) ? SMTP_SILENT : SMTP_NO_MEMORY;
}

static enum smtp_reply
read_envelope(struct http_mxdeliv *d, struct span head)
{
	struct span line, name, value;
	size_t at = http_first_field(head);
	enum smtp_reply no = SMTP_SILENT;

	while (no == SMTP_SILENT && http_next_field(head, &at, &line, &name, &value)) {
		if (span_eq_nocase(name, SPAN("X-Mail-From")))
			no = take_sender(d, value);
		else if (span_eq_nocase(name, SPAN("X-Mail-To")))
			no = take_recipient(d, value);
	}
	if (no == SMTP_SILENT && d->rcpts.n == 0)
		no = SMTP_RCPT_NONE; /* MXD_NO_RECIPIENT */
	return no;
}

struct http_mxdeliv *
http_mxdeliv_new(struct front *f, struct span head)
{
	struct http_mxdeliv *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->front = f;
	d->no = read_envelope(d, head);
	return d;
}

/* ---- the message ------------------------------------------------------------- */

struct buf *
http_mxdeliv_room(struct http_mxdeliv *d, size_t n)
{
	if (d->no != SMTP_SILENT)
		return NULL;
	if (mail_text_grow(
		&d->text, n, (size_t)d->front->config->max_message_size, &d->front->strangers))
		return &d->text;
	d->no = SMTP_NO_MEMORY;
	return NULL;
}

static void
on_verdict(void *ctx, enum smtp_reply no)
{
	struct http_mxdeliv *d = ctx;

	d->mail = NULL;
	d->cb(d->ctx, no);
}

enum smtp_reply
http_mxdeliv_take(struct http_mxdeliv *d, uv_loop_t *loop, mx_message_cb *cb, void *ctx)
{
	struct buf *text = http_mxdeliv_room(d, 0);

	if (text == NULL)
		return d->no;
	/* By SMTP the last line has an end; a signature is not hurt by it. */
	if (text->n > 0 && !span_ends(buf_span(text), SPAN("\r\n")))
		buf_put(text, SPAN("\r\n"));
	d->cb = cb;
	d->ctx = ctx;
	d->mail = mx_message_take(
	    d->front, loop, SPAN_OF(d->sender, d->sender_n), &d->rcpts, text, on_verdict, d);
	return d->mail != NULL ? SMTP_SILENT : SMTP_NO_MEMORY;
}

/* ---- the answer -------------------------------------------------------------- */

unsigned
http_mxdeliv_status(enum smtp_reply r)
{
	if (r == SMTP_STORED)
		return 200;
	if (r == SMTP_TOO_BIG)
		return 413; /* MXD_HUGE */
	return r < 5000 ? 503 : 400;
}

void
http_mxdeliv_words(struct buf *b, enum smtp_reply r, struct span domain)
{
	if (r == SMTP_STORED) {
		buf_put(b, SPAN("250 OK")); /* MXD_DELIVERED */
		return;
	}
	smtp_reply_put(b, r, domain);
	if (span_ends(buf_span(b), SPAN("\r\n")))
		b->n -= 2;
}

void
http_mxdeliv_free(struct http_mxdeliv *d)
{
	if (d == NULL)
		return;
	if (d->mail != NULL)
		mx_message_forget(d->mail);
	rcpt_list_clear(&d->rcpts);
	mail_text_free(&d->text, &d->front->strangers);
	free(d);
}
