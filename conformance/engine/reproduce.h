/* A line for the shell that shows a failure without this program. */
#ifndef ENGINE_REPRODUCE_H
#define ENGINE_REPRODUCE_H

#include "base/arena.h"
#include "conformance/engine/registry.h"
#include "conformance/engine/target.h"

/* With swaks, openssl s_client or curl; ADDRESS and PASSWORD are for the reader to fill in. */
const char *reproduce_line(struct arena *a, const struct target *t, const struct entry *e);

#endif
