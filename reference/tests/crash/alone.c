/* No clock is moved and no request sent: the erasure after a restart comes by itself, in
 * the time that the law gives it (spec/limits.tsv, erased_ms). */
#include "reference/tests/crash/alone.h"

#include "reference/shell/ipc.h"
#include "reference/shell/store.h"
#include "reference/tests/crash/files.h"
#include "reference/tests/crash/world.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ERASED_MS = 5000, PATH_OCTETS = 320 };

static struct kept {
	char dir[PATH_OCTETS];
	bool alive[CANARIES];
	pid_t pid;
	int front; /* our end */
} kept[ALONE_MOST];
static int n_kept;

static int
write_file(const char *dir, const char *name, const char *octets, size_t n)
{
	char path[2 * PATH_OCTETS];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f == NULL)
		return -1;
	size_t written = fwrite(octets, 1, n, f);
	return fclose(f) == 0 && written == n ? 0 : -1;
}

int
alone_keep(const char *base, const char *dir)
{
	struct kept *k = &kept[n_kept];
	const char *name, *octets;
	size_t n;

	if (n_kept == ALONE_MOST)
		return 0;
	*k = (struct kept){ .pid = -1, .front = -1 };
	snprintf(k->dir, sizeof(k->dir), "%s/alone-%d", base, n_kept);
	if (mkdir(k->dir, 0700) == -1 || files_read(dir) == -1)
		return -1;
	for (int i = 0; files_get(i, &name, &octets, &n); i++)
		if (write_file(k->dir, name, octets, n) == -1)
			return -1;
	for (int i = 0; i < CANARIES; i++)
		k->alive[i] = world_is_alive(i);
	n_kept++;
	return 0;
}

/* False: it has ended before it was ready. */
static bool
start(struct kept *k, const struct config *c, int talk)
{
	int front[2], ready[2];
	char octet;

	if (ipc_pair(front) == -1 || pipe(ready) == -1)
		abort();
	k->pid = fork();
	if (k->pid == -1)
		abort();
	if (k->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(front[0]);
		close(ready[0]);
		if (dup2(talk, STDERR_FILENO) == -1 || chdir(k->dir) == -1)
			_exit(70);
		_exit(store_run(c, front[1], -1, ready[1]));
	}
	close(front[1]);
	close(ready[1]);
	k->front = front[0];
	bool begun = read(ready[0], &octet, 1) == 1;
	close(ready[0]);
	return begun;
}

static bool
is_clean(const struct kept *k)
{
	const char *name, *octets;
	size_t n;

	if (files_read(k->dir) == -1)
		return false;
	for (int i = 0; files_get(i, &name, &octets, &n); i++)
		for (size_t at = 0; at < n;) {
			int canary = world_find(octets, n, &at);
			if (canary >= 0 && canary < CANARIES && !k->alive[canary])
				return false;
		}
	return true;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Looks again whenever something was written. */
static bool
becomes_clean(const struct kept *k, int64_t until)
{
	int watch = inotify_init1(IN_CLOEXEC);
	struct pollfd p = { .fd = watch, .events = POLLIN };
	char events[4096];
	bool clean;

	if (watch == -1 ||
	    inotify_add_watch(watch, k->dir, IN_MODIFY | IN_DELETE | IN_CREATE) == -1)
		abort();
	while (!(clean = is_clean(k))) {
		int64_t left = until - now_ms();
		if (left <= 0 || poll(&p, 1, (int)left) != 1 ||
		    read(watch, events, sizeof(events)) <= 0)
			break;
	}
	close(watch);
	return clean;
}

static void
end(struct kept *k)
{
	if (k->pid > 0) {
		kill(k->pid, SIGKILL);
		waitpid(k->pid, NULL, 0);
	}
	if (k->front != -1)
		close(k->front);
	(void)files_remove(k->dir);
	rmdir(k->dir);
}

void
alone_check(const struct config *c, int talk, unsigned *passed, unsigned *failed)
{
	int64_t begun[ALONE_MOST];
	bool good[ALONE_MOST];

	for (int i = 0; i < n_kept; i++) {
		good[i] = start(&kept[i], c, talk);
		begun[i] = now_ms();
	}
	for (int i = 0; i < n_kept; i++) {
		if (good[i] && becomes_clean(&kept[i], begun[i] + ERASED_MS)) {
			(*passed)++;
		} else {
			(*failed)++;
			printf("FAIL a restart leaves octets of what is gone, or does not begin\n");
		}
	}
	for (int i = 0; i < n_kept; i++)
		end(&kept[i]);
	n_kept = 0;
}
