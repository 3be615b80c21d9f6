/* Small text files written by people: one entry a line, `#` begins a comment,
 * empty lines do not count, words are separated by blanks. */
#ifndef ENGINE_LINES_H
#define ENGINE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct line_reader {
	FILE *f;
	unsigned number; /* of the line in `text`, from 1 */
	char text[2000]; /* without blanks at both ends */
};

/* False with one line in `error`. */
bool lines_open(struct line_reader *r, const char *path, char *error, size_t error_size);
/* The next line that counts; false at the end. */
bool lines_next(struct line_reader *r);
void lines_close(struct line_reader *r);

/* Cuts the first word off *at (NUL put behind it) and moves *at to the next one. */
char *line_word(char **at);

#endif
