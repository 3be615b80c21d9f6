/* A file that is either the old one or the new one, whole, at any moment. */
#ifndef ENGINE_SAFEFILE_H
#define ENGINE_SAFEFILE_H

#include <stdbool.h>
#include <stdio.h>

/* Writes to path + ".new", flushes it to the disk, renames it.  `write` gives false when it
 * could not; then, and on any error of the disk, the old file stays.  What is no regular file is
 * written to as it is. */
bool safefile_write(const char *path, bool (*write)(FILE *f, const void *what), const void *what);

#endif
