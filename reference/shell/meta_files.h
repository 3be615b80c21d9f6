/* What METADATA tells from files: read at the start, because the front process
 * opens none later. */
#ifndef SHELL_META_FILES_H
#define SHELL_META_FILES_H

#include "base/span.h"
#include "reference/shell/config.h"

struct meta_files {
	struct span turn_secret; /* empty: there is no TURN server */
	struct span appversions; /* one line of JSON; empty: not told */
	uint8_t *memory[2];      /* of both */
};

/* -1: the reason is on stderr.  The configuration must outlive *m. */
int meta_files_read(struct meta_files *m, const struct config *c) MUST_USE;
void meta_files_free(struct meta_files *m);

#endif
