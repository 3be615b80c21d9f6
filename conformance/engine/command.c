/* What the commands share. */
#include "conformance/engine/command.h"

#include <stdlib.h>
#include <unistd.h>

bool
command_colour(enum colour c, int fd)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

	if (c != COLOUR_AUTO)
		return c == COLOUR_ALWAYS;
	if (no_colour != NULL && no_colour[0] != '\0')
		return false;
	return isatty(fd) == 1 && (term == NULL || !span_eq(span_str(term), SPAN("dumb")));
}
