/* The inside of a submission session; its calls are in case.h. */
#ifndef WIRE_SMTPC_H
#define WIRE_SMTPC_H

#include "conformance/wire/linkc.h"

enum reply_kind { REPLY_NONE, REPLY_GOT, REPLY_CLOSED, REPLY_SILENT, REPLY_MALFORMED };

struct smtpc {
	struct run *run;
	struct linkc *link;
	char stage[STAGE_OCTETS]; /* the last thing said */
	enum reply_kind kind;     /* of the last reply read */
	int code;
	struct span reply;  /* lines joined by LF; malformed octets as they came */
	struct span offers; /* the reply to the last EHLO */
};

/* A session over a link that is there already (tests). */
struct smtpc *smtpc_over(struct run *r, struct linkc *l);
void smtpc_stage(struct smtpc *c, const char *stage);
/* Reads and judges: throttled answers are INCONCLUSIVE(throttled) when `forgiving` or MOOD_NEED. */
void smtpc_judge(struct smtpc *c, enum mood mood, const char *want, bool forgiving);
void smtpc_quit(struct smtpc *c); /* QUIT, its answer if it comes, close */

#endif
