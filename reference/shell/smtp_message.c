/* Carries a complete message from the session to the store.  The decisions are
 * those of reference/core: gate.c and rewrite.c.  A
 * recipient named twice is one recipient (DLV_ONCE). */
#include "reference/shell/smtp_message.h"

#include "reference/core/gate.h"
#include "reference/core/rewrite.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	FIRST_RCPTS = 8,
	HEADER_MOST = 1024 * 1024 /* octets of a rewritten header block */
};

/* ---- recipients ------------------------------------------------------------ */

static uint32_t
hash(struct span s)
{
	uint32_t h = 2166136261u; /* FNV-1a; at most 1000 of them, so also the worst is quick */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * 16777619u;
	return h;
}

static uint32_t *
find_slot(const struct rcpt_list *l, struct span address)
{
	size_t at = hash(address) & (l->n_slots - 1);

	while (l->slots[at] != 0 && !span_eq(l->list[l->slots[at] - 1], address))
		at = (at + 1) & (l->n_slots - 1);
	return &l->slots[at];
}

static bool
grow(struct rcpt_list *l)
{
	size_t cap = l->cap > 0 ? l->cap * 2 : FIRST_RCPTS;
	struct span *list = realloc(l->list, cap * sizeof(*list));
	uint32_t *slots;

	if (list == NULL)
		return false;
	l->list = list;
	slots = calloc(cap * 2, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(l->slots);
	l->slots = slots;
	l->n_slots = cap * 2;
	l->cap = cap;
	for (size_t i = 0; i < l->n; i++)
		*find_slot(l, l->list[i]) = (uint32_t)(i + 1);
	return true;
}

bool
rcpt_list_add(struct rcpt_list *l, struct span address)
{
	uint32_t *slot;
	uint8_t *copy;

	if (l->n == l->cap && !grow(l))
		return false;
	slot = find_slot(l, address);
	if (*slot != 0)
		return true; /* one copy for each recipient */
	copy = malloc(address.n > 0 ? address.n : 1);
	if (copy == NULL)
		return false;
	memcpy(copy, address.p, address.n);
	l->list[l->n] = (struct span){ copy, address.n };
	*slot = (uint32_t)++l->n;
	return true;
}

void
rcpt_list_clear(struct rcpt_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free((void *)(uintptr_t)l->list[i].p);
	free(l->list);
	free(l->slots);
	memset(l, 0, sizeof(*l));
}

/* ---- the message ----------------------------------------------------------- */

enum smtp_reply
smtp_message_check(struct span message, struct span login)
{
	struct span author;
	uint8_t *scratch;
	enum gate gate;

	if (!rewrite_from(message, &author)) /* SUB_FROM_MISSING, SUB_FROM_TWICE, SUB_FROM_LIST */
		return SMTP_FROM_NO;
	if (!span_eq_nocase(author, login)) /* SUB_FROM_IS_SENDER, SUB_FROM_CASE */
		return SMTP_FROM_NO;
	scratch = malloc(message.n > 0 ? message.n : 1);
	if (scratch == NULL)
		return SMTP_NO_MEMORY;
	gate = gate_check(message.p, message.n, scratch);
	free(scratch);
	return gate == GATE_PASS ? SMTP_SILENT : SMTP_ENCRYPTION_NEEDED; /* GATE_CLEARTEXT */
}

/* All of it, although writev may take less at a time. */
static int
write_both(int fd, struct span head, struct span body)
{
	while (head.n + body.n > 0) {
		struct iovec v[2] = {
			{ (void *)(uintptr_t)head.p, head.n },
			{ (void *)(uintptr_t)body.p, body.n },
		};
		ssize_t n = writev(fd, v, 2);
		if (n <= 0)
			return -1;
		size_t of_head = (size_t)n < head.n ? (size_t)n : head.n;
		head = span_sub(head, of_head, head.n);
		body = span_sub(body, (size_t)n - of_head, body.n);
	}
	return 0;
}

static int
seal(struct span head, struct span body)
{
	int fd = memfd_create("message", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1)
		return -1;
	if (write_both(fd, head, body) == -1 ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) ==
		-1) {
		close(fd);
		return -1;
	}
	return fd;
}

typedef bool rewriter(struct span message, struct buf *out, size_t *body);

static enum smtp_reply
make(rewriter *rewrite, struct span message, int *fd, uint64_t *size)
{
	/* A Subject may grow by a few octets each, never to twice its size. */
	size_t most = message.n < HEADER_MOST / 2 ? message.n * 2 + 2 : HEADER_MOST;
	uint8_t *memory = malloc(most);
	struct span rest;
	struct buf head;
	size_t body = 0;

	if (memory == NULL)
		return SMTP_NO_MEMORY;
	buf_init(&head, memory, most);
	if (!rewrite(message, &head, &body)) {
		free(memory);
		return SMTP_HEADER_NO;
	}
	rest = span_sub(message, body, message.n);
	*size = head.n + rest.n;
	*fd = seal(buf_span(&head), rest);
	free(memory);
	return *fd == -1 ? SMTP_NO_MEMORY : SMTP_SILENT;
}

enum smtp_reply
smtp_message_make(struct span message, int *fd, uint64_t *size)
{
	return make(rewrite_header, message, fd, size);
}

enum smtp_reply
smtp_message_strip(struct span message, int *fd, uint64_t *size)
{
	return make(rewrite_strip, message, fd, size);
}

enum smtp_reply
smtp_message_stored(enum store_status st)
{
	switch (st) {
	case STORE_OK: return SMTP_SILENT; /* after the commit, not before */
	case STORE_FULL: return SMTP_MAILBOX_FULL;
	case STORE_NO:
	case STORE_EXISTS:
	case STORE_LIMIT:
	case STORE_DOWN: break;
	}
	return SMTP_STORE_DOWN;
}
