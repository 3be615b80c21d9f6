/* What asking needs, between ask.c and ask_what.c. */
#ifndef TESTS_CRASH_ASK_PRIVATE_H
#define TESTS_CRASH_ASK_PRIVATE_H

#include "reference/shell/store_client_private.h"
#include "reference/tests/crash/ask.h"

extern struct store_client *ask_client;
extern struct ipc ask_outbound;

void ask_begins(void); /* a question is about to be asked */
void ask_answered(enum store_status st);
enum store_status ask_wait(void);

#endif
