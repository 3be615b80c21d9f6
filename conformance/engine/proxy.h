/* A stand-in for the notification proxy, for the time of an audit.
 *
 * A process of its own takes HTTPS requests on one address and keeps what came.  What it answers
 * stands in the body, which is a device token that a case made:
 *   -gone-   410, the device is no more
 *   -busy-   503 to the first request with this body, then 200
 *   -hang-   nothing: the request is held until the relay hangs up
 *   else     200
 * Workers ask it for what came on a socket that only this user's processes can use; they may wait
 * for requests that are still to come. */
#ifndef ENGINE_PROXY_H
#define ENGINE_PROXY_H

#include "base/span.h"
#include "conformance/engine/listen.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct proxy {
	pid_t pid; /* 0: not started */
	struct listen_name name;
};

/* listen: "127.0.0.3:8443" or "[::1]:8443"; pem: certificate and key.  False: *error says what
 * to do. */
bool proxy_start(
    struct proxy *p, const char *listen, const char *pem, char *error, size_t error_octets);
void proxy_stop(struct proxy *p);

/* ---- what workers ask; one packet there, one back; both ends are the same program --------- */

enum { PROXY_TOKEN = 8192, PROXY_HEAD = 16384, PROXY_BODY = 32768 };

/* Requests whose body holds the token.  wanted 0: how many so far; n: the n-th, once it is
 * there. */
struct proxy_question {
	uint32_t wanted;
	uint32_t token_octets;
	uint8_t token[PROXY_TOKEN];
};

struct proxy_answer {
	int64_t at_us; /* when the last octet of the request had come, CLOCK_MONOTONIC */
	uint32_t count, head_octets, body_octets;
	uint8_t octets[PROXY_HEAD + PROXY_BODY]; /* head with its empty line, then body */
};

/* ---- the inside ------------------------------------------------------------------------- */

/* Serves until it is killed. */
struct ssl_ctx_st;
_Noreturn void proxy_serve(int listener, int asked, struct ssl_ctx_st *tls);

enum proxy_got { PROXY_MORE, PROXY_WHOLE, PROXY_WRONG };
struct proxy_request {
	struct span head; /* request line, fields, empty line */
	uint8_t body[PROXY_BODY];
	size_t body_octets;
	size_t octets; /* of the request in all */
	bool last;     /* the relay says that it will close */
};
/* The first request in these octets; body decoded. */
enum proxy_got proxy_read(struct span octets, struct proxy_request *q);

/* The status for this body; 0: none, it is held. */
int proxy_status(struct span body, bool first);

#endif
