/* A disk that fails and forgets: files in memory that two processes share, one that
 * writes and dies, one that looks at what is left.
 *
 * What is written is there for who reads, but stays only when it has been synced.  At a
 * loss of power each sector of what was not synced comes through or does not, as the
 * seed says.  A file that was made or removed is a change of the directory, which is
 * synced with the first sync of a journal, as SQLite does it. */
#ifndef TESTS_CRASH_DISK_H
#define TESTS_CRASH_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DISK_CRASHED = 97, /* the exit code of who dies at an operation */
	DISK_OPS = 1 << 14 /* operations whose kind is remembered */
};

/* What happens at the operation.  A sync has one way to fail, a read none. */
enum disk_fault {
	DISK_WELL,
	DISK_CRASH, /* the process ends before it is done */
	DISK_EIO,   /* nothing is written */
	DISK_SHORT, /* a part is written, then it fails */
	DISK_FULL,  /* from then on, for a while, no file grows */
	DISK_LIES   /* from then on no sync is one, and nobody is told */
};

/* Which of the sectors that were not synced outlast the loss of power. */
enum disk_loss { LOSS_ALL, LOSS_NONE, LOSS_SOME, LOSS_LAST, LOSS_FIRST, LOSSES };

struct disk_plan {
	unsigned op; /* counted from 1; 0: never */
	enum disk_fault fault;
	enum disk_loss loss;
	uint64_t seed;
};

void disk_open(void);                           /* once; ends the program when there is no memory */
void disk_format(const struct disk_plan *plan); /* empty, no operation yet */

/* Since disk_format(). */
unsigned disk_ops(void);
bool disk_was_sync(unsigned op);
bool disk_has_failed(void);   /* the fault has struck, */
unsigned disk_failures(void); /* so often */

/* Files by name; 0 or what SQLite's VFS has to say. */
int disk_find(const char *name); /* -1: there is none */
int disk_make(const char *name, bool journal);
size_t disk_size(int file);
size_t disk_read(int file, void *p, size_t n, size_t at); /* octets that were there */
int disk_write(int file, const void *p, size_t n, size_t at);
int disk_truncate(int file, size_t n);
int disk_sync(int file);
int disk_remove(const char *name, bool sync);

/* The power is gone: what is left, as files of that directory.  -1: errno. */
int disk_leave(const char *dir);

#endif
