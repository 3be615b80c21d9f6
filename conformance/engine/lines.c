/* Reading the lines of --expect and --creds files. */
#include "conformance/engine/lines.h"

#include <errno.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

bool
lines_open(struct line_reader *r, const char *path, char *error, size_t error_size)
{
	*r = (struct line_reader){ .f = fopen(path, "r") };
	if (r->f == NULL)
		snprintf(error, error_size, "cannot read %s: %s", path, strerror(errno));
	return r->f != NULL;
}

bool
lines_next(struct line_reader *r)
{
	while (fgets(r->text, sizeof(r->text), r->f) != NULL) {
		r->number++;
		size_t skip = strspn(r->text, blanks), n = strlen(r->text);
		while (n > skip && strchr(blanks, r->text[n - 1]) != NULL)
			n--;
		if (n == skip || r->text[skip] == '#')
			continue;
		memmove(r->text, r->text + skip, n - skip);
		r->text[n - skip] = '\0';
		return true;
	}
	return false;
}

void
lines_close(struct line_reader *r)
{
	fclose(r->f);
	r->f = NULL;
}

char *
line_word(char **at)
{
	char *word = *at;
	size_t n = strcspn(word, blanks);

	*at = word + n;
	if (**at != '\0')
		*(*at)++ = '\0';
	*at += strspn(*at, blanks);
	return word;
}
