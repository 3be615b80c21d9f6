/* The files of a directory: all their octets at one moment. */
#ifndef TESTS_CRASH_FILES_H
#define TESTS_CRASH_FILES_H

#include <stdbool.h>
#include <stddef.h>

int files_read(const char *dir); /* -1: errno */
/* The i-th of what was read; false: there is none. */
bool files_get(int i, const char **name, const char **octets, size_t *n);
int files_remove(const char *dir); /* all that is in it; -1: errno */

#endif
