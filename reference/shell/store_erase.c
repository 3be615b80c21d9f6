/* What is gone leaves the file as well (ZERO_DISK_EXPUNGED, ZERO_DISK_ACCOUNT).
 *
 * SQLite's secure_delete overwrites each cell that is deleted and each page that
 * becomes free.  It does not overwrite what a cell leaves behind when it moves: a
 * page whose cells are dealt out anew keeps the old octets between its cell
 * pointers and its cells, and when the row is deleted one day, it is deleted at its
 * new place only.  So a layer between SQLite and the file clears that gap in every
 * page on its way into the database.  The pages of the write-ahead log have
 * checksums and stay as they are; the log is cut off instead (store.c).
 *
 * Does not touch a page that is not, octet for octet, a b-tree page: the others
 * (overflow, freelist) have no such gap.
 * Source: the file format of SQLite, sections 1.5 to 1.6 (b-tree pages). */
#include "reference/shell/store_erase.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
	PAGE_LEAST = 512,
	PAGE_MOST = 65536,
	FILE_HEADER = 100, /* octets before the header of page 1 */
	CELL_POINTER = 2
};

static sqlite3_vfs layer;
static sqlite3_vfs *below;
static sqlite3_io_methods methods;
static int (*write_below)(sqlite3_file *, const void *, int, sqlite3_int64);

static size_t
number_at(const uint8_t *p)
{
	return (size_t)p[0] << 8 | p[1];
}

/* Octets of the header of a b-tree page; 0: it is none. */
static size_t
header_octets(uint8_t kind)
{
	switch (kind) {
	case 0x02: /* interior, of an index */
	case 0x05: /* interior, of a table */ return 12;
	case 0x0a: /* leaf, of an index */
	case 0x0d: /* leaf, of a table */ return 8;
	default: return 0;
	}
}

/* The gap of a b-tree page, from *begin to *end; false: there is none.  `at`: of its header. */
static bool
find_gap(const uint8_t *page, size_t n, size_t at, size_t *begin, size_t *end)
{
	const size_t header = header_octets(page[at]);
	const size_t cells = number_at(page + at + 3);

	*begin = at + header + cells * CELL_POINTER;
	*end = number_at(page + at + 5);
	if (*end == 0)
		*end = 65536;
	if (header == 0 || *end > n || *begin >= *end)
		return false;
	for (size_t i = 0; i < cells; i++) {
		size_t cell = number_at(page + at + header + i * CELL_POINTER);
		if (cell < *end || cell >= n)
			return false;
	}
	return true;
}

static bool
is_page(int n, sqlite3_int64 offset)
{
	return n >= PAGE_LEAST && n <= PAGE_MOST && (n & (n - 1)) == 0 && offset % n == 0;
}

/* Into the database file: the page without what is left of others. */
static int
write_page(sqlite3_file *f, const void *octets, int n, sqlite3_int64 offset)
{
	static uint8_t clean[PAGE_MOST];
	size_t begin, end;

	if (!is_page(n, offset) ||
	    !find_gap(octets, (size_t)n, offset == 0 ? FILE_HEADER : 0, &begin, &end))
		return write_below(f, octets, n, offset);
	memcpy(clean, octets, (size_t)n);
	memset(clean + begin, 0, end - begin);
	return write_below(f, clean, n, offset);
}

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *got)
{
	int code = below->xOpen(below, name, f, flags, got);

	(void)vfs;
	if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
		methods = *f->pMethods;
		write_below = methods.xWrite;
		methods.xWrite = write_page;
		f->pMethods = &methods;
	}
	return code;
}

const char *
erase_layer(void)
{
	below = sqlite3_vfs_find(NULL);
	if (below == NULL)
		return NULL;
	layer = *below;
	layer.zName = "refrelay";
	layer.pNext = NULL;
	layer.xOpen = open_file;
	return sqlite3_vfs_register(&layer, 0) == SQLITE_OK ? layer.zName : NULL;
}

int
erase_file(sqlite3 *db)
{
	static uint8_t page[PAGE_MOST];
	sqlite3_file *f = NULL;
	sqlite3_int64 size = 0;
	int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	int n;

	if (code == SQLITE_OK)
		code = f->pMethods->xFileSize(f, &size);
	if (code != SQLITE_OK || size < PAGE_LEAST)
		return code;
	code = f->pMethods->xRead(f, page, FILE_HEADER, 0);
	n = (int)number_at(page + 16); /* its page size; 1: 65536 */
	n = n == 1 ? PAGE_MOST : n;
	for (sqlite3_int64 at = 0; code == SQLITE_OK && at + n <= size && is_page(n, at); at += n) {
		code = f->pMethods->xRead(f, page, n, at);
		if (code == SQLITE_OK)
			code = f->pMethods->xWrite(f, page, n, at);
	}
	return code == SQLITE_OK ? f->pMethods->xSync(f, SQLITE_SYNC_NORMAL) : code;
}
