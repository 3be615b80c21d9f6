/* The grammar of SMTP replies, strict in form and free in text.  RFC 5321, 4.2:
 * three digits (first 2..5, second 0..5), SP or "-", text, CRLF. */
#ifndef WIRE_REPLYC_H
#define WIRE_REPLYC_H

#include "base/span.h"

/* One line with its CRLF.  False: it is no reply line. */
bool replyc_line(struct span line, int *code, bool *last);

/* Does a list such as "250", "5xx close" or "501 535 5xx" hold what came?  code 0 with closed: the
 * connection ended.  421 announces a close and counts as "close". */
bool replyc_wanted(const char *want, int code, bool closed);

/* "too many", "too much mail", 4.7.x and the like: the relay slows us down. */
bool replyc_throttles(int code, struct span text);

#endif
