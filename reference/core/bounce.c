/* Is this a bounce by its header?  Its parts are not looked at: what a server said
 * is in words that nobody fixed.
 * RFC 3464 and 6522 (reports), 3834 5 (Auto-Submitted), 5321 4.5.1. */
#include "reference/core/bounce.h"

#include "reference/core/header.h"
#include "reference/core/mime.h"
#include "reference/core/rewrite.h"

/* A keyword, then nothing, parameters or a comment; and the keyword is not `no`. */
static bool
is_automatic(struct span value)
{
	struct span s = span_trim(value);
	size_t end = 0;

	while (end < s.n &&
	    ((s.p[end] >= 'a' && s.p[end] <= 'z') || (s.p[end] >= 'A' && s.p[end] <= 'Z') ||
		s.p[end] == '-'))
		end++;
	struct span rest = span_trim(span_sub(s, end, s.n));
	if (end == 0 ||
	    (rest.n > 0 && !span_starts(rest, SPAN(";")) && !span_starts(rest, SPAN("("))))
		return false;
	return !span_eq_nocase(span_sub(s, 0, end), SPAN("no")); /* MX_BOUNCE_IN_AUTO_NO */
}

static bool
is_report(struct span type)
{
	struct mime_value v;

	return mime_value(type, &v) && span_eq_nocase(v.head, SPAN("multipart/report"));
}

bool
bounce_is(struct span message)
{
	struct header_field f;
	struct span author, automatic = { NULL, 0 }, type = { NULL, 0 };
	size_t at = 0, automatics = 0, types = 0;
	enum header is;

	while ((is = header_next(message, &at, &f)) == HEADER_FIELD) {
		if (header_is(&f, "Auto-Submitted")) {
			automatics++;
			automatic = f.value;
		}
		if (header_is(&f, "Content-Type")) {
			types++;
			type = f.value;
		}
	}
	if (is != HEADER_END || automatics != 1 || types != 1) /* MX_BOUNCE_IN_NO_AUTO */
		return false;
	return is_automatic(automatic) && is_report(type) && rewrite_from(message, &author) &&
	    span_starts_nocase(author, SPAN("mailer-daemon@"));
}
