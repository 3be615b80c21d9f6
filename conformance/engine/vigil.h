/* A deletion audit at work: its plan, the relay, and the pace at which it may be asked. */
#ifndef ENGINE_VIGIL_H
#define ENGINE_VIGIL_H

#include "conformance/engine/visit.h"

struct vigil {
	struct options options; /* the user's, completed from the plan */
	struct audit audit;
	struct plan plan;
	struct arena arena; /* of the plan */
	struct bucket mails;
	struct account reader;   /* asks about accounts from outside; address NULL: none yet */
	const char *reader_made; /* its address, when it was made for that */
	char path[4200], key[4200];
	char trouble[CAUSE_OCTETS]; /* why looks fail, told once; "": they do not */
};

/* The names of the files, from the options. */
bool vigil_paths(struct vigil *v, const struct options *o);
/* What the budget, the account file and the name of the relay have to say; complains. */
enum exit_code vigil_prepare(struct audit *a, const struct options *o, const char *host);
/* Reads the plan and completes the options by it; complains.  `write`: to go on with it. */
enum exit_code vigil_read(struct vigil *v, bool write);
/* Prepares the audit, makes the output directory, looks at the relay's ports, makes ciphertext. */
enum exit_code vigil_connect(struct vigil *v);
void vigil_close(struct vigil *v);

/* From now on SIGINT and SIGTERM are only noted; a second one ends the program. */
void vigil_catch(void);
bool vigil_interrupted(void);
/* Sleeps until this time of the plan's clock; false: interrupted. */
bool vigil_sleep(struct vigil *v, int64_t until_ms);

/* One visit when its turn has come; NULL: interrupted before.  A throttled one is tried again after
 * a while. */
const struct visited *vigil_visit(struct vigil *v, const struct plan_account *who, enum visit what,
    const struct account *as, struct outcome *out);

/* Plants what is not planted yet. */
enum exit_code vigil_plant(struct vigil *v);
/* Looks at what is due; and, when `wait`, at everything as it becomes due.  `after` is called after
 * each step. */
enum exit_code vigil_look(struct vigil *v, bool wait, bool (*after)(struct vigil *v));
/* When something is due next, by the plan's clock; INT64_MAX: never. */
int64_t vigil_next(const struct plan *p);

#endif
