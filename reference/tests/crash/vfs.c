/* The VFS: each call is one of the disk's.  Has no locks and no shared memory, because one
 * process opens the database, and for itself (locking_mode = EXCLUSIVE).
 * Source: https://www.sqlite.org/c3ref/vfs.html, c3ref/io_methods.html. */
#include "reference/tests/crash/vfs.h"

#include "reference/tests/crash/disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MOST = 64, SECTOR_OCTETS = 4096 };

struct opened {
	sqlite3_file base;
	int file;
};

static sqlite3_vfs *ordinary;

static int
file_of(sqlite3_file *f)
{
	return ((struct opened *)(void *)f)->file;
}

/* ---- a file --------------------------------------------------------------- */

static int
file_close(sqlite3_file *f)
{
	(void)f;
	return SQLITE_OK;
}

static int
file_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	size_t there = disk_read(file_of(f), p, (size_t)n, (size_t)at);

	return there == (size_t)n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
file_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	return disk_write(file_of(f), p, (size_t)n, (size_t)at);
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	return disk_truncate(file_of(f), (size_t)n);
}

static int
file_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	return disk_sync(file_of(f));
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *n)
{
	*n = (sqlite3_int64)disk_size(file_of(f));
	return SQLITE_OK;
}

static int
file_lock(sqlite3_file *f, int level)
{
	(void)f, (void)level;
	return SQLITE_OK;
}

static int
file_is_reserved(sqlite3_file *f, int *reserved)
{
	(void)f;
	*reserved = 0;
	return SQLITE_OK;
}

static int
file_control(sqlite3_file *f, int op, void *arg)
{
	(void)f, (void)op, (void)arg;
	return SQLITE_NOTFOUND;
}

static int
file_sector(sqlite3_file *f)
{
	(void)f;
	return SECTOR_OCTETS;
}

/* What SQLite takes for granted of the files of a Unix: no write harms its neighbours. */
static int
file_characteristics(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_lock,
	.xCheckReservedLock = file_is_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_characteristics,
};

/* ---- the file system ------------------------------------------------------ */

static int
vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct opened *o = (struct opened *)(void *)f;

	(void)v;
	f->pMethods = NULL;
	if (name == NULL)
		return SQLITE_CANTOPEN; /* temporary tables are in memory */
	o->file = disk_find(name);
	if (o->file == -1 && (flags & SQLITE_OPEN_CREATE) == 0)
		return SQLITE_CANTOPEN;
	if (o->file == -1)
		o->file =
		    disk_make(name, (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0);
	f->pMethods = &methods;
	if (out != NULL)
		*out = flags;
	return SQLITE_OK;
}

static int
vfs_delete(sqlite3_vfs *v, const char *name, int sync)
{
	(void)v;
	return disk_remove(name, sync != 0);
}

/* An empty file counts as none, as in SQLite's own. */
static int
vfs_access(sqlite3_vfs *v, const char *name, int flags, int *there)
{
	int file = disk_find(name);

	(void)v;
	*there = file != -1 && (flags != SQLITE_ACCESS_EXISTS || disk_size(file) > 0);
	return SQLITE_OK;
}

static int
vfs_path(sqlite3_vfs *v, const char *name, int n, char *path)
{
	(void)v;
	snprintf(path, (size_t)n, "%s", name);
	return SQLITE_OK;
}

static int
vfs_randomness(sqlite3_vfs *v, int n, char *p)
{
	(void)v;
	return ordinary->xRandomness(ordinary, n, p);
}

static int
vfs_sleep(sqlite3_vfs *v, int us)
{
	(void)v;
	return ordinary->xSleep(ordinary, us);
}

static int
vfs_time(sqlite3_vfs *v, double *now)
{
	(void)v;
	return ordinary->xCurrentTime(ordinary, now);
}

static int
vfs_error(sqlite3_vfs *v, int n, char *text)
{
	(void)v, (void)n, (void)text;
	return 0;
}

int
vfs_use(void)
{
	static sqlite3_vfs vfs = {
		.iVersion = 1,
		.szOsFile = sizeof(struct opened),
		.mxPathname = NAME_MOST,
		.zName = "crash",
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_path,
		.xRandomness = vfs_randomness,
		.xSleep = vfs_sleep,
		.xCurrentTime = vfs_time,
		.xGetLastError = vfs_error,
	};

	ordinary = sqlite3_vfs_find(NULL);
	return ordinary != NULL && sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}
