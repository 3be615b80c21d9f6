/* Temporary name, fsync, rename, fsync of the directory. */
#include "conformance/engine/safefile.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_OCTETS = 4200 };

static void
sync_directory(const char *path)
{
	char directory[PATH_OCTETS];
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		snprintf(directory, sizeof(directory), ".");
	else
		snprintf(directory, sizeof(directory), "%.*s/", (int)(slash - path), path);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* A device or a pipe cannot be replaced: it is written to. */
static bool
write_through(const char *path, bool (*write)(FILE *, const void *), const void *what)
{
	FILE *f = fopen(path, "we");

	if (f == NULL)
		return false;
	bool ok = write(f, what);
	return fclose(f) == 0 && ok;
}

bool
safefile_write(const char *path, bool (*write)(FILE *, const void *), const void *what)
{
	char temporary[PATH_OCTETS];
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_through(path, write, what);
	if (snprintf(temporary, sizeof(temporary), "%s.new", path) >= (int)sizeof(temporary))
		return false;
	FILE *f = fopen(temporary, "we");
	if (f == NULL)
		return false;
	bool ok = write(f, what);
	ok = fflush(f) == 0 && ok;
	ok = ok && fsync(fileno(f)) == 0;
	ok = fclose(f) == 0 && ok;
	ok = ok && rename(temporary, path) == 0;
	if (ok)
		sync_directory(path);
	else
		unlink(temporary);
	return ok;
}
