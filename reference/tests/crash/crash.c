/* The store on a disk that fails: at every operation of a life of it, in every way.
 *
 *   crash [SEED [EACH]]                  SEED: of what is lost (default 1);
 *                                        EACH: every so many operations (default 1)
 *   crash SEED OPERATION FAULT LOSS      this one alone
 *
 * FAULT: well crash eio short full lies; LOSS: all none some last first, of what was not synced.
 * Each run plays the scenario until the fault strikes (and on, when it is no crash), takes
 * the power away, starts the store on what is left, and compares.  Closes with
 * `crash: N passed, N failed`. */
#include "reference/shell/clock.h"
#include "reference/shell/store.h"
#include "reference/tests/crash/alone.h"
#include "reference/tests/crash/ask.h"
#include "reference/tests/crash/check.h"
#include "reference/tests/crash/disk.h"
#include "reference/tests/crash/files.h"
#include "reference/tests/crash/scenario.h"
#include "reference/tests/crash/step.h"
#include "reference/tests/crash/world.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_OCTETS = 256, ALONE_EACH = 113, WORKERS = 4, SEEDS_APART = 1000003 };

static const char *const fault_names[] = { "well", "crash", "eio", "short", "full", "lies" };
static const char *const loss_names[] = { "all", "none", "some", "last", "first" };

static struct config config;
static char base[PATH_OCTETS], state[PATH_OCTETS + 16], clock_path[PATH_OCTETS + 16];
static int talk; /* what the store says */
static unsigned passed, failed, points[DISK_LIES + 1];
/* What all workers came to. */
static struct sum {
	_Atomic unsigned operations, passed, failed, points[DISK_LIES + 1];
} * shared;
static volatile sig_atomic_t stopped;

static _Noreturn void
give_up(const char *why)
{
	perror(why);
	exit(1);
}

static void
on_signal(int number)
{
	(void)number;
	stopped = 1;
}

/* ---- one run -------------------------------------------------------------- */

static void
clean(void)
{
	char path[PATH_OCTETS + 32];

	snprintf(path, sizeof(path), "%s.offset", clock_path);
	unlink(path);
	if (files_remove(state) == -1 || ftruncate(talk, 0) == -1 || clock_open() == -1)
		give_up(state);
}

/* May the store process have ended in that way? */
static bool
is_end(const struct disk_plan *p, enum step_end how, int end)
{
	if (WIFEXITED(end) && WEXITSTATUS(end) == DISK_CRASHED)
		return p->fault == DISK_CRASH;
	if (how == STEP_DONE)
		return WIFSIGNALED(end) ? WTERMSIG(end) == SIGKILL : WEXITSTATUS(end) == 0;
	/* Who cannot begin says so and ends. */
	return how == STEP_CUT && step_count() == 0 && disk_has_failed() && WIFEXITED(end) &&
	    (WEXITSTATUS(end) == 1 || WEXITSTATUS(end) == 2);
}

static void
show_talk(void)
{
	char text[4096];
	ssize_t n = pread(talk, text, sizeof(text), 0);

	if (n > 0)
		printf("%.*s", (int)n, text);
}

/* True: what the store promised is there, and what is gone is gone. */
static bool
run(const struct disk_plan *p)
{
	enum step_end how;

	clean();
	disk_format(p);
	world_begin();
	(void)ask_begin(&config, state, true, talk);
	step_begin(&config);
	scenario_play();
	how = step_result();
	/* Every other one ends by itself, and closes its database. */
	int end = ask_end(p->fault != DISK_CRASH && p->op % 2 == 1);
	bool good = is_end(p, how, end);
	if (!good)
		printf("     the store ended with status %x after step %u\n", (unsigned)end,
		    step_count());
	if (disk_leave(state) == -1 || clock_open() == -1)
		give_up(state);
	if (p->fault == DISK_CRASH && p->op % ALONE_EACH == 0 && alone_keep(base, state) == -1)
		give_up(base);
	return check_all(&config, state, talk, step_is_atomic()) && good;
}

static void
count(const struct disk_plan *p, uint64_t seed)
{
	bool good = run(p);

	if (disk_has_failed())
		points[p->fault]++;
	if (good) {
		passed++;
		return;
	}
	failed++;
	show_talk();
	printf("FAIL %s at operation %u, then %s of it lost: again with %" PRIu64 " %u %s %s\n",
	    fault_names[p->fault], p->op, loss_names[p->loss], seed, p->op, fault_names[p->fault],
	    loss_names[p->loss]);
	fflush(stdout);
}

static struct disk_plan
plan(uint64_t seed, unsigned op, enum disk_fault fault, enum disk_loss loss)
{
	return (struct disk_plan){ op, fault, loss, seed * SEEDS_APART + op };
}

/* ---- all of them ---------------------------------------------------------- */

/* At each operation a loss of power, and at every other one something that fails.  Between two syncs it
 * is all the same where the power goes if all is lost that was written since. */
static void
run_all(uint64_t seed, unsigned each, unsigned worker)
{
	struct disk_plan p = plan(seed, 0, DISK_WELL, LOSS_ALL);

	count(&p, seed);
	const unsigned ops = disk_ops();
	bool syncs[DISK_OPS];
	for (unsigned op = 0; op < DISK_OPS; op++)
		syncs[op] = disk_was_sync(op);
	for (unsigned op = 1 + worker * each; op <= ops + 1 && !stopped; op += each * WORKERS) {
		p = plan(seed, op, DISK_CRASH, LOSS_NONE + op % (LOSSES - LOSS_NONE));
		count(&p, seed);
		p.loss = LOSS_ALL;
		if (op == 1 || syncs[op - 1])
			count(&p, seed);
	}
	for (unsigned op = 1 + worker * each; op <= ops && !stopped; op += each * WORKERS) {
		if ((op + seed) % 2 == 0 && each == 1)
			continue;
		enum disk_fault fault = syncs[op] ? DISK_EIO : DISK_EIO + (op / 2 + op / 7) % 3;
		p = plan(seed, op, fault, op % LOSSES);
		count(&p, seed);
	}
	shared->operations = ops;
}

/* What all of this is worth: a disk that lies about a sync must be found out. */
static void
run_liar(uint64_t seed)
{
	const struct disk_plan p = plan(seed, 200, DISK_LIES, LOSS_ALL);

	check_is_quiet = true;
	const bool found = !run(&p);
	check_is_quiet = false;
	passed += found;
	failed += !found;
	if (!found)
		printf("FAIL a disk that does not sync is not noticed\n");
}

static int
number_of(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	fprintf(stderr, "crash: there is no %s\n", name);
	exit(2);
}

/* ---- preparations --------------------------------------------------------- */

static void
make_key(const char *path)
{
	FILE *f = fopen(path, "w");
	EVP_PKEY *key = EVP_RSA_gen(2048);

	if (f == NULL || key == NULL ||
	    PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) != 1 || fclose(f) != 0)
		give_up(path);
	EVP_PKEY_free(key);
}

/* What OpenSSL and SQLite do once in a process is not done anew in each store process. */
static void
warm_up(void)
{
	const char *salt = "0123456789abcdef";
	uint8_t key[32];
	unsigned n = sizeof(key);

	if (RAND_bytes(key, sizeof(key)) != 1 ||
	    EVP_PBE_scrypt("", 0, (const uint8_t *)salt, 16, 4, 8, 1, 0, key, sizeof(key)) != 1 ||
	    HMAC(EVP_sha256(), key, sizeof(key), key, sizeof(key), key, &n) == NULL ||
	    sqlite3_initialize() != SQLITE_OK)
		give_up("libcrypto, libsqlite3");
}

static void
prepare(void)
{
	const char *shm = "/dev/shm", *tmp = getenv("TMPDIR");
	char key[PATH_OCTETS + 16];

	/* In memory when possible: a sync of the ordinary kind is not what is tried here. */
	if (access(shm, W_OK) != 0)
		shm = tmp != NULL ? tmp : "/tmp";
	snprintf(base, sizeof(base), "%s/crash-XXXXXX", shm);
	if (mkdtemp(base) == NULL)
		give_up(base);
	snprintf(state, sizeof(state), "%s/state", base);
	snprintf(clock_path, sizeof(clock_path), "%s/clock", base);
	snprintf(key, sizeof(key), "%s/key", base);
	talk = memfd_create("talk", MFD_CLOEXEC);
	if (talk == -1 || mkdir(state, 0700) == -1 || setenv("REFRELAY_CLOCK", clock_path, 1) == -1)
		give_up(base);
	make_key(key);
	config_init(&config);
	config.demo = true;
	config.scrypt_log2n = 2; /* passwords are not what is tried here */
	if (config_set(&config, "crash", "mail_domain", "chat.test") == -1 ||
	    config_set(&config, "crash", "dkim_key", key) == -1 || store_open_keys(&config) == -1)
		exit(1);
	disk_open();
	warm_up();
}

static void
tidy(void)
{
	(void)files_remove(state);
	rmdir(state);
	(void)files_remove(base);
	rmdir(base);
	config_free(&config);
}

/* A part of the operations, in a directory and on a disk of its own. */
static _Noreturn void
work(uint64_t seed, unsigned each, unsigned worker)
{
	prepare();
	run_all(seed, each, worker);
	if (worker == 0)
		run_liar(seed);
	alone_check(&config, talk, &passed, &failed);
	tidy();
	shared->passed += passed;
	shared->failed += failed;
	for (int i = 0; i <= DISK_LIES; i++)
		shared->points[i] += points[i];
	fflush(stdout);
	_exit(stopped != 0);
}

/* Several, because a store that waits for its disk keeps nobody else from running. */
static int
work_together(uint64_t seed, unsigned each)
{
	int status, bad = 0;

	shared =
	    mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		give_up("memory");
	fflush(stdout);
	for (unsigned i = 0; i < WORKERS; i++) {
		pid_t pid = fork();
		if (pid == -1)
			give_up("fork");
		if (pid == 0)
			work(seed, each, i);
	}
	while (wait(&status) != -1 || errno == EINTR)
		bad |= status;
	passed = shared->passed;
	failed = shared->failed + (bad != 0);
	printf("%u operations: %u losses of power, %u errors, %u short writes, %u times no room\n",
	    shared->operations, shared->points[DISK_CRASH], shared->points[DISK_EIO],
	    shared->points[DISK_SHORT], shared->points[DISK_FULL]);
	return bad;
}

int
main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	int bad = 0;

	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 4) {
		prepare();
		struct disk_plan p = plan(seed, (unsigned)strtoul(argv[2], NULL, 10),
		    (enum disk_fault)number_of(fault_names, 6, argv[3]),
		    (enum disk_loss)number_of(loss_names, 5, argv[4]));
		count(&p, seed);
		if (failed == 0)
			tidy();
		else
			printf("what is left is in %s\n", state);
	} else {
		unsigned each = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
		bad = work_together(seed, each > 0 ? each : 1);
	}
	printf("crash: %u passed, %u failed\n", passed, failed);
	return bad != 0 || failed > 0 || passed == 0;
}
