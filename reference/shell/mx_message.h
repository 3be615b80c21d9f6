/* A message of another server: the one way in, by SMTP and by HTTPS alike. */
#ifndef SHELL_MX_MESSAGE_H
#define SHELL_MX_MESSAGE_H

#include "base/buf.h"
#include "reference/shell/front.h"
#include "reference/shell/smtp_message.h"

struct mx_message;

/* SMTP_SILENT: it is in the store, after the commit; else why it is not.  Called
 * once, never from mx_message_take(). */
typedef void mx_message_cb(void *ctx, enum smtp_reply no);

/* Judges the message and delivers it.  text (malloc'd octets) and rcpts (at least
 * one, as of recipient.h) are given away and empty afterwards; sender, the null path
 * too, is copied.  NULL: no memory, nothing was taken. */
struct mx_message *mx_message_take(struct front *f, uv_loop_t *loop, struct span sender,
    struct rcpt_list *rcpts, struct buf *text, mx_message_cb *cb, void *ctx) MUST_USE;

/* Nobody waits for the answer any more: no callback.  What the store has already
 * is delivered, everything else is not. */
void mx_message_forget(struct mx_message *m);

#endif
