/* Mail of another server by HTTPS: POST /mxdeliv (spec/mxdeliv.rec).
 *
 *	X-Mail-From: the sender, without brackets; absent or empty: the null path
 *	X-Mail-To:   a recipient, once for each
 *
 * The body is the message.  It is judged as on port 25: mx_message.h. */
#ifndef SHELL_HTTP_MXDELIV_H
#define SHELL_HTTP_MXDELIV_H

#include "reference/shell/mx_message.h"

struct http_mxdeliv;

/* Is it that, and is mail of other servers taken here? */
bool http_mxdeliv_wants(const struct front *f, struct span path);

/* head: of the request, as http_head_read() found it good.  NULL: no memory. */
struct http_mxdeliv *http_mxdeliv_new(struct front *f, struct span head) MUST_USE;

/* Where the next n octets of the body go, with room for them; NULL: nowhere, the
 * answer is no already. */
struct buf *http_mxdeliv_room(struct http_mxdeliv *d, size_t n);

/* The body is whole.  SMTP_SILENT: the callback comes later; else the reply that
 * refuses it. */
enum smtp_reply http_mxdeliv_take(
    struct http_mxdeliv *d, uv_loop_t *loop, mx_message_cb *cb, void *ctx) MUST_USE;

/* Status and words of the answer; SMTP_STORED: it is delivered. */
unsigned http_mxdeliv_status(enum smtp_reply r);
void http_mxdeliv_words(struct buf *b, enum smtp_reply r, struct span domain);

/* At any time: no callback follows. */
void http_mxdeliv_free(struct http_mxdeliv *d);

#endif
