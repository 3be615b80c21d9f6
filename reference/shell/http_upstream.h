/* Requests that another server answers: the realtime relay behind us.
 *
 * http_conn.c reads the head of a request and asks http_upstream_wants().  Those
 * that are wanted leave HTTP's hands: http_upstream_new() makes a state, and the
 * connection becomes protocol_upstream with it (conn_become()). */
#ifndef SHELL_HTTP_UPSTREAM_H
#define SHELL_HTTP_UPSTREAM_H

#include "reference/core/http_head.h"
#include "reference/shell/conn.h"
#include "reference/shell/front.h"

extern const struct protocol protocol_upstream; /* its open() is never called */

/* Is there an upstream, and does it answer this path (without the query)? */
bool http_upstream_wants(const struct front *f, struct span path);

/* The state of protocol_upstream for this request; NULL: no memory.  octets is
 * the head as it came, up to and including its empty line; head is what it
 * means.  Both are borrowed and gone after the call.  The next input() begins
 * with what follows the head: the request's body, if it has one. */
void *http_upstream_new(
    struct conn *c, struct front *f, struct span octets, const struct http_head *head);

#endif
