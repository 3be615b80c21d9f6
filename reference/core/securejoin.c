/* Is this a Secure-Join request and nothing else?  Looks at the step, the outer
 * structure and the text; other header fields are not its business.
 * Source: the deployed chatmail filter; strictness after attacks on it. */
#include "reference/core/securejoin.h"

#include "reference/core/mime.h"
#include "reference/core/part.h"

/* The longest body that can be honest: the text and a few line ends. */
enum { TEXT_MAX = 64 };

static bool
is_step(struct span s)
{
	/* SJ_HEADER: these two, in lower case, and no other step. */
	return span_eq(s, SPAN("vc-request")) || span_eq(s, SPAN("vg-request"));
}

/* SJ_BODY: `secure-join: <step>`, in any case, blanks around it. */
static bool
is_text(struct span body, struct span step)
{
	struct span head = SPAN("secure-join: ");
	struct span s = span_trim(body);

	if (body.n > TEXT_MAX || !span_starts_nocase(s, head))
		return false;
	struct span said = span_sub(s, head.n, s.n);
	if (!span_eq_nocase(said, SPAN("vc-request")) && !span_eq_nocase(said, SPAN("vg-request")))
		return false;
	return span_eq_nocase(said, step); /* SJ_AGREES */
}

bool
securejoin_is_request(struct span step, struct span type, struct span body)
{
	struct mime_value v;
	struct mime_split m;
	struct span boundary, text;

	step = span_trim(step);
	if (!is_step(step))
		return false;
	if (!mime_value(type, &v) || !span_starts_nocase(v.head, SPAN("multipart/")) ||
	    !mime_boundary(&v, NULL, &boundary))
		return false; /* SJ_STRUCTURE */
	mime_split(body, boundary, &m);
	if (m.parts != 1 || !m.closed)
		return false; /* SJ_STRUCTURE */
	if (!mime_is_blank(m.preamble) || !mime_is_blank(m.epilogue))
		return false; /* SJ_OUTSIDE */
	return part_check(m.part[0], PART_TEXT, &text) && is_text(text, step);
}
