/* Reading a directory of few and small files. */
#include "reference/tests/crash/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 16, OCTETS = 64 << 20 };

static struct {
	char name[256];
	size_t at, n;
} files[FILES];
static int n_files;
static char octets[OCTETS];

static int
read_one(int dir, const char *name, size_t *used)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got = 0;

	if (fd == -1)
		return errno == ENOENT || errno == ENXIO ? 0 : -1; /* just gone; a socket */
	if (n_files == FILES) {
		close(fd);
		return -1;
	}
	snprintf(files[n_files].name, sizeof(files[0].name), "%s", name);
	files[n_files].at = *used;
	while (*used < OCTETS && (got = read(fd, octets + *used, OCTETS - *used)) > 0)
		*used += (size_t)got;
	close(fd);
	files[n_files].n = *used - files[n_files].at;
	n_files++;
	return got == 0 && *used < OCTETS ? 0 : -1;
}

/* Does something with each name. */
static int
each(const char *path, int (*act)(int dir, const char *name, size_t *ctx), size_t *ctx)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	int all = 0;

	if (d == NULL)
		return -1;
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
		    act(dirfd(d), e->d_name, ctx) == -1)
			all = -1;
	closedir(d);
	return all;
}

int
files_read(const char *dir)
{
	size_t used = 0;

	n_files = 0;
	return each(dir, read_one, &used);
}

bool
files_get(int i, const char **name, const char **p, size_t *n)
{
	if (i >= n_files)
		return false;
	*name = files[i].name;
	*p = octets + files[i].at;
	*n = files[i].n;
	return true;
}

static int
remove_one(int dir, const char *name, size_t *ctx)
{
	(void)ctx;
	return unlinkat(dir, name, 0);
}

int
files_remove(const char *dir)
{
	return each(dir, remove_one, NULL);
}
