/* Mailboxes by name: LIST, LSUB, CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE.
 * Sources: RFC 3501 sections 6.3.3 to 6.3.9 and 7.2.2; RFC 3348; RFC 6154. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#define BAD_NAME   "NO [CANNOT] That cannot be the name of a mailbox"
#define NO_MAILBOX "NO [NONEXISTENT] No such mailbox"

bool
imap_mailbox_name(struct span written, struct imap_name_memory *memory, struct span *name)
{
	struct buf b;

	buf_init(&b, memory->octets, sizeof(memory->octets));
	if (!imap_name(written, &b))
		return false;
	*name = buf_span(&b);
	return true;
}

/* ---- LIST and LSUB -------------------------------------------------------- */

/* The names that an answer is about, ascending. */
struct names {
	const struct mailbox_name *list;
	size_t n;
	bool lsub;
};

static bool
counts(const struct names *all, size_t i)
{
	return all->lsub ? all->list[i].subscribed : all->list[i].exists;
}

/* Is `name` one of them; are there names below it? */
static bool
is_there(const struct names *all, struct span name)
{
	for (size_t i = 0; i < all->n; i++)
		if (counts(all, i) && span_eq(all->list[i].name, name))
			return true;
	return false;
}

static bool
has_children(const struct names *all, struct span name)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].exists && imap_name_below(all->list[i].name, name))
			return true;
	return false;
}

static void
say_name(struct imap_session *s, const struct names *all, struct span name, bool exists)
{
	const char *use = all->lsub ? NULL : imap_special_use(name);
	uint8_t memory[2 * IMAP_NAME_MAX + 128];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	buf_put_str(&b, all->lsub ? "* LSUB (" : "* LIST (");
	if (!exists)
		buf_put_str(&b, "\\Noselect ");
	buf_put_str(&b, has_children(all, name) ? "\\HasChildren" : "\\HasNoChildren");
	if (use != NULL && exists) {
		buf_put_octet(&b, ' ');
		buf_put_str(&b, use);
	}
	buf_put_str(&b, ") \"/\" ");
	imap_put_mailbox(&b, name);
	buf_put_str(&b, "\r\n");
	imap_say(s, buf_span(&b));
}

/* Was this level above all->list[i].name already above a name before it? */
static bool
said_before(const struct names *all, size_t i, struct span above)
{
	for (size_t k = 0; k < i; k++)
		if (counts(all, k) && imap_name_below(all->list[k].name, above))
			return true;
	return false;
}

/* The levels above a name that are no names themselves: \Noselect. */
static void
say_above(struct imap_session *s, const struct names *all, size_t i)
{
	struct span name = all->list[i].name;

	for (size_t at = span_find(name, 0, '/'); at < name.n; at = span_find(name, at + 1, '/')) {
		struct span above = span_sub(name, 0, at);

		if (!is_there(all, above) && !said_before(all, i, above) &&
		    imap_list_matches(s->cmd->a, s->cmd->b, above))
			say_name(s, all, above, false);
	}
}

static void
on_names(void *ctx, enum store_status st, const struct mailbox_name *list, size_t n)
{
	struct imap_session *s = ctx;
	struct names all = { list, n, s->cmd->verb == VERB_LSUB };

	if (st != STORE_OK) {
		imap_failed(s, st);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (!counts(&all, i))
			continue;
		say_above(s, &all, i);
		if (imap_list_matches(s->cmd->a, s->cmd->b, list[i].name))
			say_name(s, &all, list[i].name, true);
	}
	imap_done(s, all.lsub ? "OK LSUB completed" : "OK LIST completed");
}

/* IMAP_LIST: an empty pattern asks for the delimiter. */
void
imap_list(struct imap_session *s)
{
	bool lsub = s->cmd->verb == VERB_LSUB;

	if (s->cmd->b.n > 0) {
		store_list(s->f->store, s->account, on_names, s);
		return;
	}
	imap_printf(s, "* %s (\\Noselect) \"/\" \"\"\r\n", lsub ? "LSUB" : "LIST");
	imap_done(s, lsub ? "OK LSUB completed" : "OK LIST completed");
}

/* ---- changing ------------------------------------------------------------- */

static const char *
completed(enum imap_verb v)
{
	if (v == VERB_CREATE)
		return "OK CREATE completed";
	if (v == VERB_DELETE)
		return "OK DELETE completed";
	if (v == VERB_RENAME)
		return "OK RENAME completed";
	return v == VERB_SUBSCRIBE ? "OK SUBSCRIBE completed" : "OK UNSUBSCRIBE completed";
}

static void
on_changed(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	if (st == STORE_OK)
		imap_done(s, completed(s->cmd->verb));
	else
		imap_failed(s, st);
}

void
imap_create(struct imap_session *s)
{
	struct imap_name_memory memory;
	struct span name;

	/* MBOX_UTF7_WRONG */
	if (!imap_mailbox_name(s->cmd->a, &memory, &name))
		imap_done(s, BAD_NAME);
	else /* MBOX_CREATE_INBOX: it exists, like others that do */
		store_create_mailbox(s->f->store, s->account, name, on_changed, s);
}

void
imap_delete(struct imap_session *s)
{
	struct imap_name_memory memory;
	struct span name;

	if (!imap_mailbox_name(s->cmd->a, &memory, &name))
		imap_done(s, NO_MAILBOX);
	else if (imap_is_inbox(name))
		imap_done(s, "NO [CANNOT] INBOX stays"); /* MBOX_DELETE_INBOX */
	else
		store_remove_mailbox(s->f->store, s->account, name, on_changed, s);
}

void
imap_rename(struct imap_session *s)
{
	struct imap_name_memory from_memory, to_memory;
	struct span from, to;

	if (!imap_mailbox_name(s->cmd->a, &from_memory, &from))
		imap_done(s, NO_MAILBOX);
	else if (!imap_mailbox_name(s->cmd->b, &to_memory, &to))
		imap_done(s, BAD_NAME);
	else if (imap_name_below(to, from) && !imap_is_inbox(from))
		imap_done(s, "NO [CANNOT] A mailbox cannot go below itself");
	else
		store_rename_mailbox(s->f->store, s->account, from, to, on_changed, s);
}

/* SUBSCRIBE and UNSUBSCRIBE */
void
imap_subscribe(struct imap_session *s)
{
	bool on = s->cmd->verb == VERB_SUBSCRIBE;
	struct imap_name_memory memory;
	struct span name;

	if (!imap_mailbox_name(s->cmd->a, &memory, &name))
		imap_done(s, NO_MAILBOX);
	else
		store_subscribe(s->f->store, s->account, name, on, on_changed, s);
}
