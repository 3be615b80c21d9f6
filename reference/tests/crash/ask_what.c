/* The questions, each with its callback. */
#include "reference/tests/crash/ask_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
on_done(void *ctx, enum store_status st)
{
	(void)ctx;
	ask_answered(st);
}

static void
on_login(void *ctx, enum store_status st, int64_t account)
{
	(void)ctx;
	said.account = account;
	ask_answered(st);
}

static void
on_names(void *ctx, enum store_status st, const struct mailbox_name *names, size_t n)
{
	(void)ctx;
	said.n = 0;
	for (size_t i = 0; i < n && said.n < ASK_NAMES; i++)
		snprintf(said.names[said.n++], sizeof(said.names[0]), "%c%.*s",
		    names[i].exists ? '+' : '-', (int)names[i].name.n,
		    (const char *)names[i].name.p);
	ask_answered(st);
}

static void
on_mailbox(void *ctx, enum store_status st, const struct mailbox_info *m)
{
	(void)ctx;
	said.mailbox = m->id;
	said.uid_validity = m->uid_validity;
	said.uid_next = m->uid_next;
	said.n = m->n < ASK_MESSAGES ? m->n : ASK_MESSAGES;
	if (said.n > 0)
		memcpy(said.messages, m->messages, said.n * sizeof(*m->messages));
	ask_answered(st);
}

static void
on_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	(void)ctx;
	said.size = 0;
	if (st == STORE_OK) {
		ssize_t n = pread(fd, said.octets, sizeof(said.octets) - 1, 0);
		said.size = n > 0 ? (size_t)n : 0;
		if (said.size != size)
			st = STORE_NO;
		close(fd);
	}
	said.octets[said.size] = '\0';
	ask_answered(st);
}

static void
on_pairs(
    void *ctx, enum store_status st, uint32_t uid_validity, const struct uid_pair *pairs, size_t n)
{
	(void)ctx;
	said.uid_validity = uid_validity;
	said.n = n < ASK_UIDS ? n : ASK_UIDS;
	if (said.n > 0)
		memcpy(said.pairs, pairs, said.n * sizeof(*pairs));
	ask_answered(st);
}

static void
on_tokens(void *ctx, enum store_status st, struct span tokens)
{
	(void)ctx;
	said.size = tokens.n < sizeof(said.octets) ? tokens.n : 0;
	if (said.size > 0)
		memcpy(said.octets, tokens.p, said.size);
	said.octets[said.size] = '\0';
	ask_answered(st);
}

static int
memory_file(const char *octets, size_t n)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	if (fd == -1 || write(fd, octets, n) != (ssize_t)n)
		abort();
	return fd;
}

/* ---- accounts and mailboxes ----------------------------------------------- */

enum store_status
ask_login(const char *address, const char *password, bool create)
{
	ask_begins();
	store_login(ask_client, span_str(address), span_str(password), create, on_login, NULL);
	return ask_wait();
}

void
ask_leave(int64_t account)
{
	if (!ask_is_over())
		store_leave(ask_client, account);
}

enum store_status
ask_list(int64_t account)
{
	ask_begins();
	store_list(ask_client, account, on_names, NULL);
	return ask_wait();
}

enum store_status
ask_create(int64_t account, const char *name)
{
	ask_begins();
	store_create_mailbox(ask_client, account, span_str(name), on_done, NULL);
	return ask_wait();
}

enum store_status
ask_remove(int64_t account, const char *name)
{
	ask_begins();
	store_remove_mailbox(ask_client, account, span_str(name), on_done, NULL);
	return ask_wait();
}

enum store_status
ask_rename(int64_t account, const char *from, const char *to)
{
	ask_begins();
	store_rename_mailbox(ask_client, account, span_str(from), span_str(to), on_done, NULL);
	return ask_wait();
}

enum store_status
ask_subscribe(int64_t account, const char *name, bool on)
{
	ask_begins();
	store_subscribe(ask_client, account, span_str(name), on, on_done, NULL);
	return ask_wait();
}

enum store_status
ask_open(int64_t account, const char *name)
{
	ask_begins();
	store_open_mailbox(ask_client, account, span_str(name), on_mailbox, NULL);
	enum store_status st = ask_wait();
	if (st == STORE_OK)
		store_close_mailbox(ask_client, said.mailbox);
	return st;
}

/* ---- messages ------------------------------------------------------------- */

enum store_status
ask_body(int64_t mailbox, uint32_t uid)
{
	ask_begins();
	store_fetch_body(ask_client, mailbox, uid, on_body, NULL);
	return ask_wait();
}

enum store_status
ask_flags(int64_t mailbox, uint32_t uid, enum flags_op op, uint32_t flags)
{
	ask_begins();
	store_set_flags(ask_client, mailbox, &uid, 1, op, flags, on_done, NULL);
	return ask_wait();
}

enum store_status
ask_expunge(int64_t mailbox, const uint32_t *uids, size_t n)
{
	ask_begins();
	store_expunge(ask_client, mailbox, uids, n, on_done, NULL);
	return ask_wait();
}

enum store_status
ask_copy(
    int64_t account, int64_t mailbox, const char *to, bool move, const uint32_t *uids, size_t n)
{
	struct store_copy what = { .account = account,
		.mailbox = mailbox,
		.to = span_str(to),
		.move = move,
		.uids = uids,
		.n = n };

	ask_begins();
	store_copy(ask_client, &what, on_pairs, NULL);
	return ask_wait();
}

enum store_status
ask_append(
    int64_t account, const char *to, uint32_t flags, int64_t date, const char *body, size_t size)
{
	struct store_append what = { .account = account,
		.to = span_str(to),
		.flags = flags,
		.dated = date != 0,
		.date = date,
		.fd = memory_file(body, size),
		.size = size };

	ask_begins();
	store_append(ask_client, &what, on_pairs, NULL);
	return ask_wait();
}

enum store_status
ask_deliver(const char *from, const char *const *to, size_t n, const char *body, size_t size)
{
	struct span rcpts[ASK_UIDS];

	for (size_t i = 0; i < n; i++)
		rcpts[i] = span_str(to[i]);
	ask_begins();
	store_deliver(
	    ask_client, span_str(from), rcpts, n, memory_file(body, size), size, on_done, NULL);
	return ask_wait();
}

/* ---- tokens, outgoing mail ------------------------------------------------ */

enum store_status
ask_add_token(int64_t account, const char *token)
{
	ask_begins();
	store_add_token(ask_client, account, span_str(token), on_done, NULL);
	return ask_wait();
}

enum store_status
ask_tokens(int64_t account)
{
	ask_begins();
	store_get_tokens(ask_client, account, on_tokens, NULL);
	return ask_wait();
}

enum store_status
ask_drop_tokens(int64_t account)
{
	ask_begins();
	store_drop_tokens(ask_client, account, on_done, NULL);
	return ask_wait();
}

void
ask_outbound_ready(void)
{
	struct ipc_head h = { .kind = IPC_SEND_READY, .id = 1 };

	ipc_send(&ask_outbound, ipc_message(&h, SPAN(""), -1));
}

void
ask_sent(uint64_t row, const char *const *results, size_t n)
{
	struct ipc_head h = { .kind = IPC_SENT, .a = row };
	uint8_t octets[4096];
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		at += ipc_put_string(octets + at, span_str(results[i]));
	ipc_send(&ask_outbound, ipc_message(&h, SPAN_OF(octets, at), -1));
}
