/* Requirements and their cases, as they were when this program was built.
 *
 * A requirement comes from a stanza in spec/, a case from the existence of its
 * file; both carry the same id.  A case whose stanza is missing stands with
 * what its file says about itself; a requirement without a case is listed, and
 * reported as not tested. */
#ifndef ENGINE_REGISTRY_H
#define ENGINE_REGISTRY_H

#include "conformance/case.h"

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY };

struct requirement {
	const char *id, *area;
	enum level level;
	bool positive;        /* wants acceptance; else refusal, with a twin */
	const char *profiles; /* names, separated by spaces */
	const char *text, *accept, *source, *fix, *why;
};

struct entry {
	struct requirement law;
	const struct test_case *test; /* NULL: no case yet */
};

struct area {
	const char *name, *title;
};

/* An entry without words of the specification: for a case that has no stanza, and for what is no
 * requirement but is played like one. */
struct entry entry_without_law(const char *id, const char *area, const struct test_case *test);

/* All entries, by area in the order of registry_areas(), then by id. */
size_t registry_entries(const struct entry **all);
const struct entry *registry_find(const char *id); /* NULL: unknown */
size_t registry_areas(const struct area **all);
const char *level_name(enum level l); /* "MUST", ... */

/* Does the list of profile names hold this one? */
bool profile_holds(const char *profiles, const char *name);
/* Is it the profile of any requirement? */
bool profile_known(const char *name);

enum { DIGEST_HEX = 65 };

/* SHA-256 of every requirement as compiled in: the same law, the same digest. */
void registry_digest(char hex[DIGEST_HEX]);
/* SHA-256 over the ids and levels that belong to a profile. */
void profile_digest(const char *name, char hex[DIGEST_HEX]);

#endif
