/* A real store process with a queue, and this program in the place of the
 * outbound process.  Part of the tests of the queue. */
#ifndef TESTS_OUTGOING_FIXTURE_H
#define TESTS_OUTGOING_FIXTURE_H

#include "reference/shell/store_outgoing.h"
#include "reference/tests/store_fixture.h"

enum { SENDS_MOST = 8192, TEXT_MOST = 8192 };

/* What was handed to the outbound process, in order. */
struct sent_out {
	uint64_t id, row, size;
	char strings[512]; /* domain sender recipients..., joined by SP; a null sender is <> */
	size_t rcpts;
	char text[TEXT_MOST]; /* how it begins */
};
extern struct sent_out sends[SENDS_MOST];
extern size_t n_sends;

extern struct ipc outbound;
extern char key_file[]; /* made by the program's main */

/* Fixtures of check; begin_all() starts with federation on. */
void begin_all(void);
void finish(void);
void restart(void);
void end_all(void);
void begin_outbound(void);

/* For loops of one's own: half a minute while the loop runs. */
void have_patience(bool on);
bool out_of_patience(void);
void await_sends(size_t n); /* at least n have been handed over */
void sends_are(size_t n);   /* ... and no more */
void say_ready(uint64_t id);
/* results: for each recipient 'd', 'l' or 'n' with a reply behind it, ended by '|'. */
void say_sent(uint64_t row, const char *results);
/* A message that is handed out after everything that was due before it. */
void mark(size_t before);
/* The newest of the n messages of an INBOX, as a string. */
const char *newest(int64_t id, size_t n);

#endif
