/* The inside of an IMAP session; its calls are in case.h. */
#ifndef WIRE_IMAPC_H
#define WIRE_IMAPC_H

#include "conformance/wire/linkc.h"

enum response {
	RESP_UNTAGGED,
	RESP_TAGGED,
	RESP_CONTINUE,
	RESP_CLOSED,
	RESP_SILENT,
	RESP_MALFORMED
};

struct imapc {
	struct run *run;
	struct linkc *link;
	const char *address; /* who logged in; NULL before */
	char stage[STAGE_OCTETS];
	unsigned commands;
	char tag[12];       /* of the last command */
	bool answered;      /* its tagged line has come */
	struct span tagged; /* that line, tag included */
	struct span *lines; /* untagged, "* " left out, since the last command */
	size_t count, cap, inspected;
	bool bye;
	uint32_t uid;        /* found by *_arrival */
	uint32_t base, scan; /* messages of this attempt are >= base; < scan have been looked at */
};

struct imapc *imapc_over(struct run *r, struct linkc *l);

/* One response, literals in place, without its final CRLF; "*" and "+" left out. */
enum response imapc_next(struct imapc *c, struct span *what, int64_t deadline);
/* The same, kept in lines / tagged; what is judged is left to the caller. */
enum response imapc_read(struct imapc *c, struct span *what, int64_t deadline);

/* Pure: length of the response at the head of s with its last CRLF; 0: more is needed; SIZE_MAX:
 * not IMAP.  Literals count, RFC 3501, 9. */
size_t imapc_extent(struct span s);

/* The UID and the BODY[...] literal of a FETCH line. False when it is none. */
bool imapc_fetched(struct span line, uint32_t *uid, struct span *body);

#endif
