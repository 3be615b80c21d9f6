/* The inside of an HTTP client; its calls are in case_http.h. */
#ifndef WIRE_HTTPC_H
#define WIRE_HTTPC_H

#include "conformance/wire/linkc.h"

enum httpc_kind { HTTPC_NONE, HTTPC_GOT, HTTPC_CLOSED, HTTPC_SILENT, HTTPC_MALFORMED };

struct httpc {
	struct run *run;
	struct linkc *link;
	char stage[STAGE_OCTETS]; /* "GET /new" */
	bool headless;            /* the next response answers HEAD: it has no body */
	enum httpc_kind kind;     /* of the last response read */
	int status;
	struct span
	    head; /* status line and fields, without the empty line; malformed: as it came */
	struct span body;
};

/* How the end of a body is known.  RFC 9112, 6.3. */
enum httpc_framing {
	HTTPC_BODY_NONE,
	HTTPC_BODY_LENGTH,
	HTTPC_BODY_CHUNKED,
	HTTPC_BODY_CLOSE,
	HTTPC_BODY_WRONG
};

/* ---- pure, RFC 9112; strict: what a client could read in two ways is wrong -------------- */

/* Octets of the head at the beginning of s, its empty line included; 0: more is needed. */
size_t httpc_head_extent(struct span s);
/* Status line, then fields: CRLF only, no folds, no space before a colon.  False: it is none. */
bool httpc_head_parse(struct span head, int *status);
size_t httpc_head_fields(struct span head, const char *name, struct span *first);
enum httpc_framing httpc_framing(struct span head, int status, bool headless, uint64_t *length);
/* One chunk at the head of s: its octets in all (with its CRLFs), its data.  0: more is needed;
 * SIZE_MAX: it is no chunk.  The last chunk has empty data and takes the trailer section along. */
size_t httpc_chunk(struct span s, struct span *data);

#endif
