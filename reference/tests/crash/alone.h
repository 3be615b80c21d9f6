/* Stores that are started on what a crash has left, and asked nothing: of what was gone
 * before it, no octet is in a file some seconds later. */
#ifndef TESTS_CRASH_ALONE_H
#define TESTS_CRASH_ALONE_H

#include "reference/shell/config.h"

#include <stdbool.h>

enum { ALONE_MOST = 12 };

/* Remembers the directory as it is, and what is gone; base: where to.  -1: errno. */
int alone_keep(const char *base, const char *dir);

/* Starts all of them; how many were clean in time, and how many not (on stdout).  Removes
 * what it kept. */
void alone_check(const struct config *c, int talk, unsigned *passed, unsigned *failed);

#endif
