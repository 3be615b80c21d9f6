/* What a store holds after all that, against what it has promised. */
#ifndef TESTS_CRASH_CHECK_H
#define TESTS_CRASH_CHECK_H

#include "reference/shell/config.h"

#include <stdbool.h>

/* Starts a store on what is left in the directory, asks it for everything, looks for octets of
 * what is gone, and at the database.  atomic: the step under way was one transaction.
 * True: all is as it must be; else the differences are on stdout. */
extern bool check_is_quiet; /* says nothing */
bool check_all(const struct config *c, const char *dir, int talk, bool atomic);

#endif
