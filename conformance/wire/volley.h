/* The inside of a volley: sessions, and where each of them stands.  Its calls are in case_latency.h. */
#ifndef WIRE_VOLLEY_H
#define WIRE_VOLLEY_H

#include "conformance/wire/imapc.h"
#include "conformance/wire/smtpc.h"

/* One mailbox that is watched. */
struct volley_box {
	const struct account *owner;
	struct imapc *imap;
	uint32_t before, exists; /* messages before the volley, and as told last */
	int64_t *told;           /* of message before + 1 + i */
	size_t cap;
	unsigned accepted; /* messages that the relay has taken for it */
	bool lost;         /* the session ended */
};

enum volley_step {
	STEP_MAIL,  /* MAIL was said; its reply is awaited, as in the others */
	STEP_RCPT,  /* RCPT */
	STEP_READY, /* waits until its message is due */
	STEP_DATA,
	STEP_TEXT,
	STEP_RSET,
	STEP_REST, /* waits until rest_us, because the relay wants fewer messages */
	STEP_DONE, /* nothing left */
	STEP_LOST
};

struct volley_sender {
	const struct account *from;
	struct smtpc *smtp;
	struct volley_box *box;
	enum volley_step step;
	size_t *mine, count, next; /* its messages by number, and which one is at work */
	int64_t rest_us;
	unsigned rests;
	struct span reply; /* lines so far */
};

struct volley {
	struct run *run;
	struct volley_sender *sender;
	struct volley_box *box;
	size_t senders, boxes;
	int64_t smtp_us, imap_us;
	struct shot *shot;
	size_t shots;
	int64_t start_us, tick_us, watched_us;
	bool (*watch)(void *context, const struct shot *s, size_t n);
	void *context;
	bool stopped;
};

/* What came, fetched and assigned to its messages (volley_read.c). */
void volley_read(struct volley *v);

#endif
