/* The disk's memory, its log of what is not synced, and what it loses.
 *
 * A sync that fails leaves behind what the seed says and forgets the rest: a later sync
 * does not bring it (Linux marks the pages clean). */
#include "reference/tests/crash/disk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	FILES = 4,
	FILE_MOST = 8 << 20,
	ENTRIES = 1 << 14,
	POOL = 32 << 20,
	SECTOR = 512,
	FULL_FOR = 12 /* writes that find no room */
};

struct image {
	bool exists;
	size_t n;
	uint8_t octets[FILE_MOST];
};

struct file {
	char name[64];
	bool journal; /* its first sync is one of the directory as well */
	struct image live, kept;
};

/* A write that is not synced; n = 0: a new size. */
struct entry {
	int file; /* -1: over */
	size_t at, n, pool;
};

static struct disk {
	struct disk_plan plan;
	unsigned ops, full, failures;
	bool syncs[DISK_OPS];
	size_t entries, pool;
	struct entry log[ENTRIES];
	struct file files[FILES];
	uint8_t octets[POOL];
} * disk;

static _Noreturn void
give_up(const char *why)
{
	fprintf(stderr, "crash: %s\n", why);
	_exit(70);
}

/* splitmix64 */
static uint64_t
draw(void)
{
	uint64_t x = disk->plan.seed += 0x9e3779b97f4a7c15U;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
	x = (x ^ x >> 27) * 0x94d049bb133111ebU;
	return x ^ x >> 31;
}

void
disk_open(void)
{
	void *p = mmap(NULL, sizeof(*disk), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		give_up("there is no memory for a disk");
	disk = p;
}

void
disk_format(const struct disk_plan *plan)
{
	disk->plan = *plan;
	disk->ops = disk->full = disk->failures = 0;
	disk->entries = disk->pool = 0;
	for (int i = 0; i < FILES; i++) {
		struct file *f = &disk->files[i];
		f->name[0] = '\0';
		f->live.exists = f->kept.exists = false;
		f->live.n = f->kept.n = 0;
	}
}

unsigned
disk_ops(void)
{
	return disk->ops;
}

bool
disk_was_sync(unsigned op)
{
	return op < DISK_OPS && disk->syncs[op];
}

bool
disk_has_failed(void)
{
	return disk->failures > 0;
}

unsigned
disk_failures(void)
{
	return disk->failures;
}

/* ---- faults --------------------------------------------------------------- */

/* One more operation; what is to happen at it. */
static enum disk_fault
operation(bool sync)
{
	const unsigned op = ++disk->ops;

	if (op < DISK_OPS)
		disk->syncs[op] = sync;
	if (disk->full > 0) {
		disk->full--;
		disk->failures++;
		return DISK_FULL;
	}
	if (op > disk->plan.op && disk->plan.fault == DISK_LIES && sync)
		return DISK_LIES;
	if (op != disk->plan.op || disk->plan.fault == DISK_WELL)
		return DISK_WELL;
	disk->failures++;
	if (disk->plan.fault == DISK_CRASH)
		_exit(DISK_CRASHED);
	if (disk->plan.fault == DISK_FULL)
		disk->full = FULL_FOR;
	return disk->plan.fault;
}

/* ---- images --------------------------------------------------------------- */

static void
resize(struct image *i, size_t n)
{
	if (n > FILE_MOST)
		give_up("a file is larger than this disk");
	if (n > i->n)
		memset(i->octets + i->n, 0, n - i->n);
	i->n = n;
}

static void
put(struct image *i, const uint8_t *p, size_t n, size_t at)
{
	if (at + n > i->n)
		resize(i, at + n);
	memcpy(i->octets + at, p, n);
}

static void
note(int file, const void *p, size_t n, size_t at)
{
	if (disk->entries == ENTRIES || n > POOL - disk->pool)
		give_up("too much was never synced");
	disk->log[disk->entries++] = (struct entry){ file, at, n, disk->pool };
	if (n > 0)
		memcpy(disk->octets + disk->pool, p, n);
	disk->pool += n;
}

/* Of the log's entry `which` of `all`: does this sector come through? */
static bool
comes_through(size_t which, size_t all, unsigned odds)
{
	switch (disk->plan.loss) {
	case LOSS_ALL: return false;
	case LOSS_NONE: return true;
	case LOSS_SOME: break;
	case LOSS_LAST: return (which + 1) * 8 <= all * odds; /* in order, up to a point */
	case LOSS_FIRST: return which * 8 >= all * odds;      /* the last came first */
	case LOSSES: break;
	}
	return draw() % 8 < odds;
}

/* What was not synced of a file goes into its kept image: all, or what the loss leaves. */
static void
keep(int file, bool lossy)
{
	struct file *f = &disk->files[file];
	const unsigned odds = lossy ? 1 + (unsigned)(draw() % 7) : 0;

	for (size_t i = 0; i < disk->entries; i++) {
		struct entry *e = &disk->log[i];
		if (e->file != file)
			continue;
		e->file = -1;
		if (e->n == 0 && (!lossy || comes_through(i, disk->entries, odds)))
			resize(&f->kept, e->at);
		for (size_t at = e->at, end = e->at + e->n; at < end;) {
			size_t next = (at / SECTOR + 1) * SECTOR;
			next = next < end ? next : end;
			if (!lossy || comes_through(i, disk->entries, odds))
				put(&f->kept, disk->octets + e->pool + (at - e->at), next - at, at);
			at = next;
		}
	}
	size_t left = 0;
	for (size_t i = 0; i < disk->entries; i++)
		left += disk->log[i].file != -1;
	if (left == 0)
		disk->entries = disk->pool = 0;
}

static void
keep_directory(void)
{
	for (int i = 0; i < FILES; i++) {
		struct file *f = &disk->files[i];
		if (!f->live.exists && f->kept.exists)
			f->kept.n = 0;
		f->kept.exists = f->live.exists;
	}
}

/* ---- files ---------------------------------------------------------------- */

int
disk_find(const char *name)
{
	for (int i = 0; i < FILES; i++)
		if (disk->files[i].live.exists && strcmp(disk->files[i].name, name) == 0)
			return i;
	return -1;
}

int
disk_make(const char *name, bool journal)
{
	int at = 0;

	(void)operation(false);
	while (at < FILES && disk->files[at].name[0] != '\0' &&
	    strcmp(disk->files[at].name, name) != 0)
		at++;
	if (at == FILES || strlen(name) >= sizeof(disk->files[at].name))
		give_up("more files than this disk has room for");
	struct file *f = &disk->files[at];
	strcpy(f->name, name);
	f->journal = journal;
	f->live.exists = true;
	f->live.n = 0;
	note(at, NULL, 0, 0); /* one that is not removed for good yet becomes empty */
	return at;
}

size_t
disk_size(int file)
{
	return disk->files[file].live.n;
}

size_t
disk_read(int file, void *p, size_t n, size_t at)
{
	const struct image *i = &disk->files[file].live;
	size_t there = at >= i->n ? 0 : i->n - at < n ? i->n - at : n;

	memcpy(p, i->octets + at, there);
	memset((uint8_t *)p + there, 0, n - there);
	return there;
}

int
disk_write(int file, const void *p, size_t n, size_t at)
{
	struct file *f = &disk->files[file];
	enum disk_fault fault = operation(false);
	int code = SQLITE_OK;

	if (fault == DISK_FULL && at + n <= f->live.n)
		fault = DISK_WELL; /* no new block is needed */
	if (fault == DISK_EIO)
		return SQLITE_IOERR_WRITE;
	if (fault == DISK_SHORT || fault == DISK_FULL) {
		code = fault == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
		n = draw() % n;
	}
	if (n > 0) {
		put(&f->live, p, n, at);
		note(file, p, n, at);
	}
	return code;
}

int
disk_truncate(int file, size_t n)
{
	enum disk_fault fault = operation(false);

	if (fault == DISK_EIO || fault == DISK_SHORT)
		return SQLITE_IOERR_TRUNCATE;
	resize(&disk->files[file].live, n);
	note(file, NULL, 0, n);
	return SQLITE_OK;
}

int
disk_sync(int file)
{
	struct file *f = &disk->files[file];
	enum disk_fault fault = operation(true);

	if (fault == DISK_LIES)
		return SQLITE_OK;
	if (fault != DISK_WELL && fault != DISK_FULL) {
		keep(file, true);
		return SQLITE_IOERR_FSYNC;
	}
	keep(file, false);
	if (f->journal)
		keep_directory();
	f->journal = false;
	return SQLITE_OK;
}

int
disk_remove(const char *name, bool sync)
{
	int file = disk_find(name);
	enum disk_fault fault;

	if (file == -1)
		return SQLITE_IOERR_DELETE_NOENT;
	fault = operation(false);
	if (fault == DISK_EIO || fault == DISK_SHORT)
		return SQLITE_IOERR_DELETE;
	disk->files[file].live.exists = false;
	for (size_t i = 0; i < disk->entries; i++)
		if (disk->log[i].file == file)
			disk->log[i].file = -1;
	if (sync)
		keep_directory();
	return SQLITE_OK;
}

/* ---- the end -------------------------------------------------------------- */

static int
leave(const char *dir, const struct file *f)
{
	char path[4096];
	size_t at = 0;

	snprintf(path, sizeof(path), "%s/%s", dir, f->name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	while (at < f->kept.n) {
		ssize_t n = write(fd, f->kept.octets + at, f->kept.n - at);
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	return close(fd) == 0 && at == f->kept.n ? 0 : -1;
}

int
disk_leave(const char *dir)
{
	for (int i = 0; i < FILES; i++) {
		struct file *f = &disk->files[i];
		keep(i, true);
		if (f->live.exists != f->kept.exists && comes_through(0, 1, 4))
			f->kept.exists = f->live.exists;
		if (f->kept.exists && leave(dir, f) == -1)
			return -1;
	}
	return 0;
}
