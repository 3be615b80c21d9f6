/* The grade follows from what the case needs: a table of areas, two questions. */
#include "conformance/engine/evidence.h"

#include <string.h>

bool
evidence_by_hook(const struct test_case *t)
{
	return (t->needs & NEED_HOOK) != 0;
}

const char *
evidence_of(const struct entry *e)
{
	static const char *const areas[] = { "deletion", "retention", "durability", "zero" };

	for (size_t i = 0; e->test != NULL && i < COUNT_OF(areas); i++) {
		if (strcmp(e->law.area, areas[i]) != 0)
			continue;
		return e->test->claim ? "C" : evidence_by_hook(e->test) ? "B" : "A";
	}
	return "";
}
