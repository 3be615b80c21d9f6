/* A file that is only ever added to: JSON objects, one a line, each with a code over itself and
 * the line before.
 *
 * A line is on the disk when ledger_append() returns, whole or not at all: what an interrupted
 * write left of one is no line and goes with the next append.  No line is ever rewritten. */
#ifndef ENGINE_LEDGER_H
#define ENGINE_LEDGER_H

#include "conformance/engine/seal.h"

#include <jansson.h>

enum { LEDGER_ERROR = 4400 };

struct ledger {
	const struct seal *seal;
	const char *path;
	int fd;              /* -1: closed */
	unsigned lines;      /* complete ones */
	size_t octets, torn; /* of them; behind them, of an interrupted write */
	char mac[SEAL_MAC];  /* of the last line; "" before the first */
	char error[LEDGER_ERROR];
};

/* A whole ledger at once, or none; fails when the file exists. */
bool ledger_create(
    struct ledger *l, const struct seal *s, const char *path, json_t *const *lines, size_t n);

/* Reads and checks every line; `line` may refuse one by writing why.  Holds a lock against another
 * writer until ledger_close() when `write`.  False with one sentence in l->error, which names the
 * line. */
typedef bool ledger_reader(
    void *context, unsigned number, const json_t *line, char *error, size_t error_size);
bool ledger_open(struct ledger *l, const struct seal *s, const char *path, bool write,
    ledger_reader *line, void *context);

/* Takes the reference to `line`.  False with l->error when the disk refuses. */
bool ledger_append(struct ledger *l, json_t *line);
void ledger_close(struct ledger *l);

/* SHA-256 of the first n lines as they are; "" when there are fewer. */
void ledger_digest(const struct ledger *l, unsigned n, char hex[65]);

#endif
