/* STORE, and sets of messages as UIDs for the store process.
 * Source: RFC 3501 section 6.4.6. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#include <stdlib.h>

/* A sequence number above the number of messages is an error (RFC 3501, 9,
 * seq-number); a range that ends in `*` is not, so that 1:* is fine in an
 * empty mailbox; a UID is never one (IMAP_VANISHED). */
bool
imap_fix_set(struct imap_session *s, struct imap_set *set)
{
	uint32_t last = (uint32_t)s->view.told;

	for (size_t i = 0; i < set->n && !s->cmd->uid; i++) {
		const struct imap_range *r = &set->r[i];

		if (r->lo != 0 && r->hi != 0 && (r->lo > last || r->hi > last))
			return false;
	}
	imap_set_fix(set, s->cmd->uid ? imap_view_last_uid(&s->view) : last);
	return true;
}

uint32_t *
imap_uids(struct imap_session *s, bool (*want)(const struct message_info *), size_t *n)
{
	uint32_t *uids = malloc((s->view.told + 1) * sizeof(*uids));

	if (uids == NULL)
		imap_no_memory();
	*n = 0;
	for (size_t i = 0; i < s->view.told; i++) {
		const struct imap_seen *m = &s->view.m[i];
		uint32_t number = s->cmd->uid ? m->info.uid : (uint32_t)(i + 1);

		if (!m->gone && imap_set_has(&s->cmd->set, number) && (!want || want(&m->info)))
			uids[(*n)++] = m->info.uid;
	}
	return uids;
}

/* IMAP_STORE: each message of the set with its flags as they are now. */
static void
answer(struct imap_session *s)
{
	uint8_t memory[160];
	struct buf b;

	for (size_t i = 0; i < s->view.told; i++) {
		struct imap_seen *m = &s->view.m[i];

		if (m->gone ||
		    !imap_set_has(&s->cmd->set, s->cmd->uid ? m->info.uid : (uint32_t)(i + 1)))
			continue;
		m->dirty = false;
		buf_init(&b, memory, sizeof(memory));
		buf_put_str(&b, "* ");
		buf_put_u64(&b, i + 1);
		buf_put_str(&b, " FETCH (");
		if (s->cmd->uid) {
			buf_put_str(&b, "UID ");
			buf_put_u64(&b, m->info.uid);
			buf_put_octet(&b, ' ');
		}
		buf_put_str(&b, "FLAGS ");
		imap_put_flags(&b, m->info.flags);
		buf_put_str(&b, ")\r\n");
		imap_say(s, buf_span(&b));
	}
}

static void
on_stored(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	s->view.silent = false;
	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	if (!s->cmd->silent)
		answer(s);
	imap_done(s, "OK STORE completed");
}

void
imap_store(struct imap_session *s)
{
	static const enum flags_op ops[] = { FLAGS_SET, FLAGS_ADD, FLAGS_REMOVE };
	uint32_t *uids;
	size_t n;

	if (!imap_fix_set(s, &s->cmd->set)) {
		imap_done(s, "BAD No such message");
		return;
	}
	/* IMAP_READ_ONLY: EXAMINE has promised to change nothing. */
	if (s->read_only) {
		imap_done(s, "NO The mailbox is open for reading only");
		return;
	}
	uids = imap_uids(s, NULL, &n);
	s->view.silent = s->cmd->silent;
	s->view.op = s->cmd->op;
	s->view.flags = s->cmd->flags;
	if (n == 0)
		on_stored(s, STORE_OK);
	else
		store_set_flags(
		    s->f->store, s->mailbox, uids, n, ops[s->cmd->op], s->cmd->flags, on_stored, s);
	free(uids);
}
