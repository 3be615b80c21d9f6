/* One message on its way to the store: recipients, the checks that need all of a
 * submitted one, and the octets that are delivered. */
#ifndef SHELL_SMTP_MESSAGE_H
#define SHELL_SMTP_MESSAGE_H

#include "base/cdefs.h"
#include "reference/core/smtp_reply.h"
#include "reference/shell/store_client.h"

/* Addresses in the order of RCPT, each once. */
struct rcpt_list {
	struct span *list; /* each with octets of its own */
	size_t n, cap;
	uint32_t *slots; /* hash table of index + 1 into list; 0 is free */
	size_t n_slots;
};

/* True also when it is there already; false without memory, nothing changed. */
bool rcpt_list_add(struct rcpt_list *l, struct span address) MUST_USE;
void rcpt_list_clear(struct rcpt_list *l);

/* SMTP_SILENT when the message may be delivered: its author is `login` and it
 * is encrypted. */
enum smtp_reply smtp_message_check(struct span message, struct span login) MUST_USE;

/* A sealed memfd with the rewritten header and the body, to be given away. */
enum smtp_reply smtp_message_make(struct span message, int *fd, uint64_t *size) MUST_USE;

/* The same of a message that another server has brought: rewrite_strip(). */
enum smtp_reply smtp_message_strip(struct span message, int *fd, uint64_t *size) MUST_USE;

/* What is said when the store has answered a delivery; SMTP_SILENT: it is there. */
enum smtp_reply smtp_message_stored(enum store_status st);

#endif
