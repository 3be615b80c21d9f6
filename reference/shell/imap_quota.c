/* QUOTA: one root, which all mailboxes of the account share.
 * Source: RFC 2087. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#define ROOT       "User quota"
#define NO_MAILBOX "NO [NONEXISTENT] No such mailbox"

static void
on_quota(void *ctx, enum store_status st, uint64_t used, uint64_t limit)
{
	struct imap_session *s = ctx;

	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	/* IMAP_QUOTAROOT: STORAGE counts in units of 1024 octets. */
	imap_printf(s, "* QUOTA \"" ROOT "\" (STORAGE %llu %llu)\r\n",
	    (unsigned long long)((used + 1023) / 1024), (unsigned long long)(limit / 1024));
	imap_done(s, "OK Quota completed");
}

/* The mailbox is there. */
static void
on_counts(void *ctx, enum store_status st, const struct mailbox_counts *counts)
{
	struct imap_session *s = ctx;
	uint8_t memory[2 * IMAP_NAME_MAX + 64];
	struct imap_name_memory name_memory;
	struct span name;
	struct buf b;

	(void)counts;
	if (st != STORE_OK || !imap_mailbox_name(s->cmd->a, &name_memory, &name)) {
		imap_failed(s, st);
		return;
	}
	buf_init(&b, memory, sizeof(memory));
	buf_put_str(&b, "* QUOTAROOT ");
	imap_put_mailbox(&b, name);
	buf_put_str(&b, " \"" ROOT "\"\r\n");
	imap_say(s, buf_span(&b));
	store_quota(s->f->store, s->account, on_quota, s);
}

void
imap_getquotaroot(struct imap_session *s)
{
	struct imap_name_memory memory;
	struct span name;

	if (imap_mailbox_name(s->cmd->a, &memory, &name))
		store_count(s->f->store, s->account, name, on_counts, s);
	else
		imap_done(s, NO_MAILBOX);
}

void
imap_getquota(struct imap_session *s)
{
	if (span_eq(s->cmd->a, SPAN(ROOT)))
		store_quota(s->f->store, s->account, on_quota, s);
	else
		imap_done(s, "NO [NONEXISTENT] No such quota root");
}
