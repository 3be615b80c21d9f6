/* Reads the secret of the TURN server and the versions of clients.
 * Does not look into the JSON: clients do. */
#include "reference/shell/meta_files.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_MOST = 1024, APPVERSIONS_MOST = 64 * 1024 };

static int
complain(const char *file, const char *key, const char *what)
{
	fprintf(stderr, "%s: cannot be used as %s: %s\n", file, key, what);
	return -1;
}

/* The only line of a file, without blanks at its ends; *memory is malloc'ed. */
static int
read_line(const char *file, const char *key, size_t most, uint8_t **memory, struct span *line)
{
	FILE *f = fopen(file, "re");
	uint8_t *octets = f != NULL ? malloc(most + 1) : NULL;

	if (octets == NULL) {
		if (f != NULL)
			fclose(f);
		return complain(file, key, strerror(errno));
	}
	setvbuf(f, NULL, _IONBF, 0); /* no copy of a secret stays behind */
	size_t n = fread(octets, 1, most + 1, f);
	const char *wrong = ferror(f) != 0 ? strerror(errno) : NULL;
	fclose(f);
	struct span text = span_trim(SPAN_OF(octets, n));
	if (wrong == NULL && text.n == 0)
		wrong = "it is empty, write one line into it";
	else if (wrong == NULL && n > most)
		wrong = "it is too long, shorten it";
	for (size_t i = 0; i < text.n && wrong == NULL; i++)
		if (text.p[i] < ' ' || text.p[i] == 0x7f)
			wrong = "it has more than one line or a control character, write one line";
	if (wrong != NULL) {
		OPENSSL_cleanse(octets, n);
		free(octets);
		return complain(file, key, wrong);
	}
	memmove(octets, text.p, text.n);
	*memory = octets;
	*line = SPAN_OF(octets, text.n);
	return 0;
}

int
meta_files_read(struct meta_files *m, const struct config *c)
{
	*m = (struct meta_files){ 0 };
	if (c->turn_secret_file != NULL &&
	    read_line(c->turn_secret_file, "turn_secret_file", SECRET_MOST, &m->memory[0],
		&m->turn_secret) == -1)
		return -1;
	if (c->turn_secret != NULL)
		m->turn_secret = span_str(c->turn_secret);
	return c->appversions != NULL ? read_line(c->appversions, "appversions", APPVERSIONS_MOST,
					    &m->memory[1], &m->appversions)
				      : 0;
}

void
meta_files_free(struct meta_files *m)
{
	if (m->memory[0] != NULL)
		OPENSSL_cleanse(m->memory[0], m->turn_secret.n);
	for (size_t i = 0; i < COUNT_OF(m->memory); i++)
		free(m->memory[i]);
	*m = (struct meta_files){ 0 };
}
