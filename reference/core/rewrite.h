/* Header minimisation (spec/delivery.rec, spec/mx.rec): the header block that is
 * delivered.
 *
 * Top-level Received, X-Originating-IP, X-Mailer, User-Agent (and
 * DKIM-Signature, Authentication-Results, Bcc) fields are left out, every
 * Subject becomes "Subject: [...]"; everything else stays octet by octet. */
#ifndef CORE_REWRITE_H
#define CORE_REWRITE_H

#include "base/buf.h"

/* Writes the new header block with its final empty line to out, and where the
 * body starts in message to *body.  False when there is no header block or out
 * is too small (a header block above its limit). */
bool rewrite_header(struct span message, struct buf *out, size_t *body);

/* The same for what came from another server: left out are the fields that other
 * servers add (DKIM-Signature, Authentication-Results, Received, Return-Path,
 * Delivered-To, X-Originating-IP); nothing else changes, and nothing is added. */
bool rewrite_strip(struct span message, struct buf *out, size_t *body);

/* How many top-level Received fields there are: servers that had it (RFC 5321, 6.3). */
size_t rewrite_hops(struct span message);

/* The single addr-spec of the single From field, without angle brackets and
 * display name.  False when there is no From field, more than one, more than
 * one address, or it does not parse. */
bool rewrite_from(struct span message, struct span *addr);

/* What stands behind the @ of such an addr-spec, and whether it is an address in
 * brackets instead of a name. */
struct span rewrite_domain(struct span addr);
bool rewrite_is_literal(struct span addr);

#endif
