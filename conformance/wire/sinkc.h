/* The inside of the servers of an attempt; their calls are in case_sink.h.
 *
 * All of them are served by one non-blocking loop in the attempt's own process, which turns whenever
 * the case waits for anything (sock.h).  Nothing here blocks but the calls of a scripted dialogue. */
#ifndef WIRE_SINKC_H
#define WIRE_SINKC_H

#include "conformance/engine/run.h"

#include <openssl/types.h>

enum { SINK_SECONDS = 10, SINK_LINE_MOST = 16384 };

/* Where callers come in: the common part of SMTP and HTTPS. */
struct sink_door {
	struct run *run;
	const char *name, *address;
	struct sink_how how;
	int listener; /* -1: dead */
	SSL_CTX *tls;
	unsigned callers, over; /* connections that came; that have ended */
	unsigned handshakes;    /* on which TLS came up */
};

struct sink_rule {
	struct sink_rule *next;
	const char *prefix, *reply;
	unsigned times, used;
};
struct sink_line {
	struct sink_line *next;
	struct span text;
};
struct sink_taken {
	struct sink_taken *next;
	struct sink_mail mail;
};

struct sink {
	struct sink_door door;
	struct sink *next;
	struct sink_rule *rules;
	struct sink_line *lines, **last_line; /* all commands */
	struct sink_taken *mails, **last_mail;
	unsigned taken; /* messages */
};

struct web_answer {
	struct web_answer *next;
	const char *path, *lines;
	int status; /* 0: silent */
	struct span body;
	size_t endless;
};
struct web_seen {
	struct web_seen *next;
	struct span path;
	struct sink_request request;
};
struct sink_web {
	struct sink_door door;
	struct sink_web *next;
	struct web_answer *answers;
	struct web_seen *seen, **last_seen;
};

/* One connection; `sink` or `web` is whose. */
struct sinkc {
	struct run *run;
	struct sinkc *next;
	struct sink_door *door;
	struct sink *sink;
	struct sink_web *web;
	unsigned number, at_sink; /* in the transcript; 1.. at its sink */
	int fd;                   /* -1: over */
	SSL *ssl;
	bool shaking;    /* a handshake is under way */
	bool wants_room; /* TLS waits for room to write */
	bool taken;      /* by the case */
	bool hung;       /* is served no more, and stays open */
	bool ends;       /* is closed when everything is written */
	bool in_text;
	bool told_continue;
	const char *client, *sni, *why; /* why it ended */
	struct buf in;                  /* came and was not taken */
	uint8_t *out;                   /* said and not sent: out[out_at..out_n) */
	size_t out_at, out_n, flood;
	struct buf text;
	struct sink_mail mail; /* so far */
};

struct sinks {
	struct sink *sinks;
	struct sink_web *webs;
	struct sinkc *callers, **last;
};

/* ---- doors and connections (sinkc_door.c) -------------------------------------------------- */

struct sinks *sinkc_all(struct run *r); /* made when it is new */
bool sinkc_open_door(struct run *r, struct sink_door *d, const char *name, const char *address,
    uint16_t port, struct sink_how how);
void sinkc_start_tls(struct sinkc *c);
/* Reads what is there, drives a handshake, sends what waits.  Ends the connection when it is over. */
void sinkc_move(struct sinkc *c);
void sinkc_flush(struct sinkc *c);                   /* only sends */
void sinkc_put(struct sinkc *c, struct span octets); /* to be sent, in its own time */
void sinkc_over(struct sinkc *c, const char *why);
/* Takes a line with its LF; n = 0: there is none yet. */
struct span sinkc_take_line(struct sinkc *c);
void sinkc_log(struct sinkc *c, char who, struct span octets);
/* Closes everything of the attempt. */
void sinkc_end(struct run *r);

/* ---- the ordinary servers -------------------------------------------------------------------- */

void sinkc_greet(struct sinkc *c);
void sinkc_serve(struct sinkc *c);
void sinkc_keep_text(struct sinkc *c, struct span line); /* unstuffed, behind c->text */
void sinkc_serve_web(struct sinkc *c);

#endif
