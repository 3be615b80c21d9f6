/* The octets of messages, on their way in and out; how many an account has. */
#include "reference/shell/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STRING_MOST = 2048 }; /* the longest address has 320 octets */

bool
answer_put(struct answer *a, const void *p, size_t n)
{
	if (n > a->cap - a->n) {
		size_t bigger = a->cap * 2 + n + 1024;
		uint8_t *octets = realloc(a->octets, bigger);
		if (octets == NULL)
			return false;
		a->octets = octets;
		a->cap = bigger;
	}
	if (n > 0)
		memcpy(a->octets + a->n, p, n);
	a->n += n;
	return true;
}

bool
answer_put_string(struct answer *a, struct span s)
{
	uint8_t packed[STRING_MOST + 4];

	return s.n <= STRING_MOST && answer_put(a, packed, ipc_put_string(packed, s));
}

/* The whole of fd, which the front process made; malloc'ed. */
uint8_t *
body_read(int fd, size_t n)
{
	uint8_t *p = malloc(n > 0 ? n : 1);
	size_t at = 0;

	while (p != NULL && at < n) {
		ssize_t got = pread(fd, p + at, n - at, (off_t)at);
		if (got > 0) {
			at += (size_t)got;
		} else if (got == 0 || errno != EINTR) {
			free(p);
			return NULL;
		}
	}
	return p;
}

/* DLV_BODY: octets in, octets out; nothing here looks into them. */
int
body_add(struct store *s, struct span octets, int64_t *id)
{
	int code = sql_run(&s->sql, SQL_BODY_ADD, "b", octets);

	if (code == SQLITE_DONE)
		*id = sqlite3_last_insert_rowid(s->sql.db);
	return code;
}

static int
write_all(int fd, struct span s)
{
	size_t at = 0;

	while (at < s.n) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n > 0)
			at += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return 0;
}

int
body_seal(struct span first, struct span second)
{
	int fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1)
		return -1;
	if (write_all(fd, first) == -1 || write_all(fd, second) == -1 ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) ==
		-1) {
		close(fd);
		return -1;
	}
	return fd;
}

enum store_status
store_do_body(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd;
	sqlite3_stmt *st = sql_bind(&s->sql, SQL_BODY_GET, "ii", h->mailbox, (int64_t)h->a);
	int code = sqlite3_step(st);
	enum store_status got = code == SQLITE_DONE ? STORE_NO : sql_status(code);
	if (code == SQLITE_ROW) {
		struct span body = sql_span(st, 0);
		a->head.a = body.n;
		a->fd = body_seal(SPAN(""), body);
		if (a->fd == -1)
			got = STORE_DOWN;
	}
	sqlite3_reset(st);
	return got;
}

/* ---- quota ---------------------------------------------------------------- */

int
has_room(struct store *s, int64_t account, uint64_t size, bool *room)
{
	int64_t used = 0;
	int code = sql_value(&s->sql, SQL_USED, &used, "i", account);

	*room = (uint64_t)used + size <= s->config->max_mailbox_size; /* RET_QUOTA_FULL */
	expire_quota(s, account, (uint64_t)used + size);
	return code;
}

enum store_status
store_do_quota(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	int64_t used = 0;

	(void)octets, (void)fd;
	int code = sql_value(&s->sql, SQL_USED, &used, "i", h->account);
	a->head.a = (uint64_t)used;
	a->head.b = s->config->max_mailbox_size;
	return sql_status(code);
}
