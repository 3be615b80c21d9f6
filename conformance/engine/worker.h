/* Worker processes: one attempt each, so that a crash or a hang ends one case
 * and not the run.  A worker first logs in to the accounts that do not exist
 * yet, then plays; its outcome comes back through a pipe. */
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include "conformance/engine/accounts.h"
#include "conformance/engine/attempt.h"

#include <signal.h>
#include <sys/types.h>

typedef void play_function(const struct attempt_plan *plan, struct outcome *out);

struct worker_answer {
	unsigned made; /* bit i: account i of the plan exists now */
	bool lost;     /* the worker crashed or was ended: the outcome is ours */
	struct outcome outcome;
};

struct worker {
	pid_t pid; /* 0: the place is free */
	int fd;
	int64_t deadline_us;
	size_t got;
	struct worker_answer answer;
	void *tag; /* the engine's */
};

enum { WORKERS_MOST = 64 };

struct workers {
	struct worker place[WORKERS_MOST];
	unsigned places, running;
	play_function *play;
};

void workers_init(struct workers *w, unsigned places, play_function *play);
/* `make`: bit i set when account i of the plan has to be made first.  False: no place, or the
 * system gives no process. */
bool workers_start(
    struct workers *w, const struct attempt_plan *plan, unsigned make, int64_t limit_us, void *tag);

/* Waits until an attempt ends, until_us passes or a signal outside `mask` comes; calls done for
 * every attempt that ended. */
void workers_wait(struct workers *w, int64_t until_us, const sigset_t *mask,
    void (*done)(void *context, void *tag, const struct worker_answer *answer), void *context);
/* Kills what runs, without an outcome. */
void workers_stop(struct workers *w);

/* The case that makes an account by its first login. */
extern const struct test_case worker_login;

#endif
