/* The judge's own DNS, for the time of an audit: the names of the attempts' domains and what stands
 * in zone files.  A process of its own answers everybody over UDP and TCP; workers tell it what to
 * answer on a socket that only this user's processes can use.  What a worker set is gone when its
 * connection ends, that is with its attempt. */
#ifndef ENGINE_ZONE_H
#define ENGINE_ZONE_H

#include "conformance/engine/listen.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct dkim_lent; /* wire/dkimc.h */

struct zone {
	pid_t pid; /* 0: not started */
	struct listen_name name;
	struct sockaddr_storage address; /* where it answers */
	const char *peer_domain;         /* of the attempts */
	bool is_signed;                  /* "test." is, with a key of ours */
	unsigned files;                  /* zone files that were read */
	/* Not NULL: peer_domain is somebody else's, who lends this key of it.  Nothing is started, and
	 * nothing can be set. */
	const struct dkim_lent *lent;
};

struct zone_plan {
	const char *listen;       /* "127.0.0.5:53" */
	const char *const *files; /* in the syntax of RFC 1035, 5 */
	size_t file_count;
	const char *key; /* PEM, Ed25519; NULL: nothing is signed */
	const char *peer_domain;
};

/* False: *error says what to do. */
bool zone_start(struct zone *z, const struct zone_plan *plan, char *error, size_t error_octets);
void zone_stop(struct zone *z);

/* ---- what workers say; one packet there, one back; both ends are the same program --------- */

enum zone_wish {
	ZONE_SET, /* the only record of its type */
	ZONE_ADD,
	ZONE_CLEAR,
	ZONE_BEHAVE, /* number: enum dnsc_manner */
	ZONE_CUT,    /* nothing is signed from here on */
	ZONE_COUNT,  /* number: 0, or answer when so many questions have come */
};
enum { ZONE_NAME = 1100, ZONE_TYPE = 16, ZONE_TEXT = 8000 };

struct zone_question {
	uint32_t wish, number, ttl, octets;
	bool beneath; /* ZONE_COUNT: names beneath as well */
	char origin[ZONE_NAME], name[ZONE_NAME];
	char type[ZONE_TYPE]; /* "": any */
	char text[ZONE_TEXT]; /* record data as in a zone file, `octets` of it */
};

struct zone_told {
	uint32_t number; /* ZONE_COUNT */
	char error[200]; /* "": done */
};

#endif
