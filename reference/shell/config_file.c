/* Reading the file of the configuration.
 *
 * Does: key = value lines, `#` and `;` comments, section headers (ignored: the
 * keys of chatmail.ini are unique), lines that continue the value before.
 * Does not: know any key (config.c). */
#include "reference/shell/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MOST = 4096, KEY_MOST = 64 };

/* Without blanks at both ends, in place. */
static char *
trim(char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	for (size_t n = strlen(s); n > 0 && isspace((unsigned char)s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

/* One line; last is the key that a continuation line would belong to. */
static int
read_line(struct config *c, const char *where, char *line, char last[KEY_MOST])
{
	bool continues = line[0] == ' ' || line[0] == '\t';
	char *text = trim(line);

	if (text[0] == '\0' || text[0] == '#' || text[0] == ';')
		return 0;
	if (continues && last[0] != '\0')
		return config_continue(c, where, last, text);
	if (text[0] == '[')
		return 0;
	char *eq = strchr(text, '=');
	if (eq == NULL || continues) {
		fprintf(stderr, "%s: not a setting, write `key = value` at the start of a line\n",
		    where);
		return -1;
	}
	*eq = '\0';
	char *name = trim(text);
	snprintf(last, KEY_MOST, "%s", name);
	return config_set(c, where, name, trim(eq + 1));
}

int
config_read(struct config *c, const char *file)
{
	char line[LINE_MOST], where[LINE_MOST + 32];
	char last[KEY_MOST] = "";
	int refused = 0;

	FILE *f = fopen(file, "re");
	if (f == NULL) {
		fprintf(stderr, "%s: cannot be read: %s, check the path and its permissions\n",
		    file, strerror(errno));
		return -1;
	}
	for (unsigned n = 1; fgets(line, sizeof(line), f) != NULL; n++) {
		snprintf(where, sizeof(where), "%s:%u", file, n);
		if (strchr(line, '\n') == NULL && !feof(f)) {
			fprintf(
			    stderr, "%s: line above %d octets, shorten it\n", where, LINE_MOST - 2);
			refused = -1;
			break;
		}
		if (read_line(c, where, line, last) == -1)
			refused = -1;
	}
	if (ferror(f)) {
		fprintf(
		    stderr, "%s: cannot be read: %s, give a regular file\n", file, strerror(errno));
		refused = -1;
	}
	fclose(f);
	return refused;
}
