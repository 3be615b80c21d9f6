/* A layer between SQLite and the database file: what is gone is not left in the file. */
#ifndef SHELL_STORE_ERASE_H
#define SHELL_STORE_ERASE_H

#include "base/cdefs.h"

#include <sqlite3.h>

/* The name of the layer, for sqlite3_open_v2(), above what is SQLite's default now;
 * NULL: it cannot be had. */
const char *erase_layer(void) MUST_USE;

/* The same for all of a file that was written without it.  SQLite's code. */
int erase_file(sqlite3 *db) MUST_USE;

#endif
