/* A store process (store_fixture.h) whose time the test moves, and what it is asked. */
#ifndef TESTS_EXPIRE_FIXTURE_H
#define TESTS_EXPIRE_FIXTURE_H

#include "reference/shell/store_client_names.h"
#include "reference/tests/store_fixture.h"

enum { DAY = 86400 };

#define PASSWORD "password-of-it"

void set_up_clock(void);
void tear_down_clock(void);
void restart_store(void); /* after a kill -9 */

void settle(void); /* what is due is done, and nothing of it is on the disk */
void advance(int64_t seconds);
void advance_to(int64_t then);

/* A login whose session ends at once. */
enum store_status visit(const char *address, const char *password);
int64_t known(const char *address); /* its account; made if need be */

/* APPEND, dated so many seconds before now. */
enum store_status append(int64_t account, const char *folder, int64_t age, size_t size, char fill);
enum store_status append_text(
    int64_t account, const char *folder, int64_t age, const char *begin, size_t size);
void make_folder(int64_t account, const char *name);
void copy(int64_t account, const char *to, uint32_t uid, bool move); /* from INBOX */
void set_flags(int64_t mailbox, uint32_t uid, uint32_t flags);
void expunge(int64_t mailbox, uint32_t uid);
size_t count(int64_t account, const char *folder); /* messages; got.messages has them */

bool on_disk(const char *text);     /* in any file of the state directory */
bool leaves_disk(const char *text); /* within the time that the store takes */

#endif
