/* One line on stderr. */
#include "conformance/engine/complain.h"

#include <stdarg.h>
#include <stdio.h>

int
complain(const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	fputs("relayspec: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_USAGE;
}
