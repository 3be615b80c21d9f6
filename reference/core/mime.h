/* The outer structure of MIME, as far as the gate needs it (RFC 2045, 2046).
 *
 * Strict on purpose: no comments, no RFC 2231 continuations, no backslash in a
 * quoted string, no folding inside a quoted string.  What two readers could
 * understand in two ways is not understood at all. */
#ifndef CORE_MIME_H
#define CORE_MIME_H

#include "base/span.h"

/* A structured value: `head *( ";" parameter )`, e.g. `text/plain; charset=utf-8`. */
struct mime_value {
	struct span head;   /* type/subtype, a disposition or an encoding */
	struct span params; /* from the first ';' on, or empty */
};

struct mime_param {
	struct span name, value; /* value without its quotes */
};

enum mime_param_is {
	MIME_PARAM, /* *p is filled in, *at is behind it */
	MIME_PARAM_END,
	MIME_PARAM_BAD
};

/* False when raw does not start with a head followed by ';' or the end. */
bool mime_value(struct span raw, struct mime_value *v);

/* The parameter at *at of v->params.  Start with *at = 0. */
enum mime_param_is mime_param_next(struct span params, size_t *at, struct mime_param *p);

/* The boundary of a multipart type: exactly one parameter `boundary`, 1 to 70
 * characters of RFC 2046, 5.1.1.  A `protocol`, if any, must be the one given
 * and stand once; other parameters do not matter.  False otherwise. */
bool mime_boundary(const struct mime_value *v, const char *protocol, struct span *boundary);

enum { MIME_PARTS_MAX = 2 };

struct mime_split {
	struct span preamble, epilogue;
	struct span part[MIME_PARTS_MAX]; /* header block, empty line, body */
	size_t parts;                     /* also those that did not fit */
	bool closed;                      /* the close-delimiter was there */
};

/* Cuts a multipart body at its boundary lines. */
void mime_split(struct span body, struct span boundary, struct mime_split *m);

/* Nothing but CRLFs? */
bool mime_is_blank(struct span s);

#endif
