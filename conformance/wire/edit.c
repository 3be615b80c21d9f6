/* Editing messages for cases.  The text to be edited must be there exactly
 * once: an edit that does nothing would make a case pass for the wrong reason. */
#include "conformance/engine/run.h"

#include <string.h>

struct span
edit_join(struct run *r, struct span a, struct span b)
{
	uint8_t *p = run_take(r, a.n + b.n + 1);

	if (a.n > 0)
		memcpy(p, a.p, a.n);
	if (b.n > 0)
		memcpy(p + a.n, b.p, b.n);
	return SPAN_OF(p, a.n + b.n);
}

/* Offset of the only mark; s.n with the run INTERNAL otherwise. */
static size_t
only(struct run *r, struct span s, const char *mark)
{
	struct span m = span_str(mark);
	size_t at = span_search(s, m);
	struct span rest = span_sub(s, at + 1, s.n);

	if (m.n == 0 || at == s.n || span_search(rest, m) < rest.n) {
		run_internal(r, "an edit wants exactly one \"%s\" and there is %s", mark,
		    m.n == 0 || at == s.n ? "none" : "more than one");
		return s.n;
	}
	return at;
}

static struct span
splice(struct run *r, struct span s, size_t at, size_t drop, struct span insert)
{
	struct span head = edit_join(r, span_sub(s, 0, at), insert);

	return edit_join(r, head, span_sub(s, at + drop, s.n));
}

struct span
edit_replace(struct run *r, struct span s, const char *old, const char *new_text)
{
	size_t at = only(r, s, old);

	return at == s.n ? s : splice(r, s, at, strlen(old), span_str(new_text));
}

struct span
edit_before(struct run *r, struct span s, const char *mark, struct span insert)
{
	size_t at = only(r, s, mark);

	return at == s.n ? s : splice(r, s, at, 0, insert);
}

struct span
edit_after(struct run *r, struct span s, const char *mark, struct span insert)
{
	size_t at = only(r, s, mark);

	return at == s.n ? s : splice(r, s, at + strlen(mark), 0, insert);
}
