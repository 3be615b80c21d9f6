/* How compare.py talks to the programs here: an octet that says what is asked, an
 * octet that counts the arguments, and each with its length before it (four
 * octets, the low ones first).  The answer is one such string. */
#ifndef TESTS_DKIM_FRAMES_H
#define TESTS_DKIM_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARGUMENTS_MOST = 64 };

struct frame {
	int what;
	size_t n;
	struct {
		char *p; /* with a NUL behind it */
		size_t n;
	} argument[ARGUMENTS_MOST];
};

static bool
frame_read(struct frame *f)
{
	f->what = getchar();
	if (f->what == EOF)
		return false;
	f->n = (size_t)getchar();
	for (size_t i = 0; i < f->n; i++) {
		uint8_t head[4] = { 0 };
		if (i == ARGUMENTS_MOST || fread(head, 1, 4, stdin) != 4)
			exit(1);
		size_t n = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 |
		    (size_t)head[3] << 24;
		f->argument[i].p = malloc(n + 1);
		f->argument[i].n = n;
		if (f->argument[i].p == NULL || fread(f->argument[i].p, 1, n, stdin) != n)
			exit(1);
		f->argument[i].p[n] = '\0';
	}
	return true;
}

static void
frame_free(struct frame *f)
{
	for (size_t i = 0; i < ARGUMENTS_MOST && f->argument[i].p != NULL; i++)
		free(f->argument[i].p);
	*f = (struct frame){ 0 };
}

/* Argument i, as text; one that is not there is empty. */
static char *
frame_text(const struct frame *f, size_t i)
{
	static char none[8];

	return i < f->n && f->argument[i].p != NULL ? f->argument[i].p : none;
}

static size_t
frame_length(const struct frame *f, size_t i)
{
	return i < f->n ? f->argument[i].n : 0;
}

static void
frame_answer(const void *p, size_t n)
{
	uint8_t head[4] = { (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	fwrite(head, 1, 4, stdout);
	fwrite(p, 1, n, stdout);
	fflush(stdout);
}

#endif
