/* FETCH: one message after the other, each asked of the store, mapped, answered
 * and unmapped; the answer goes out as fast as the client takes it.
 * Source: RFC 3501 sections 6.4.5 and 7.4.2. */
#include "reference/core/imap_structure.h"
#include "reference/core/imap_text.h"
#include "reference/shell/imap_fetch.h"
#include "reference/shell/imap_session.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	QUEUE_MOST = 512 * 1024, /* octets that may wait for a slow client */
	SLICE = 64 * 1024,
	STRUCTURE_MOST = 4 * 1024 * 1024
};

struct imap_fetch {
	struct imap_session *s;
	bool needs_octets, needs_parts;
	bool paused;         /* the client is slow: imap_fetch_drained() goes on */
	size_t at;           /* the message, its place in the view */
	size_t item;         /* the next data item */
	bool open;           /* "* n FETCH (" has been said */
	struct span message; /* mapped */
	struct span rest;    /* of a literal, still to be sent */
	uint8_t *scratch;    /* filtered header blocks */
	struct imap_structure *parts;
};

static void go_on(struct imap_fetch *f);

static void
unmap(struct imap_fetch *f)
{
	if (f->message.n > 0)
		munmap((void *)(uintptr_t)f->message.p, f->message.n);
	f->message = SPAN("");
}

void
imap_fetch_free(struct imap_session *s)
{
	struct imap_fetch *f = s->fetch;

	if (f == NULL)
		return;
	s->fetch = NULL;
	unmap(f);
	free(f->scratch);
	free(f->parts);
	free(f);
}

/* "" for a descriptor that cannot be mapped because it is empty. */
bool
imap_map_body(int fd, uint64_t size, struct span *octets)
{
	void *p;

	*octets = SPAN("");
	if (size > 0) {
		p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED)
			*octets = SPAN_OF(p, size);
	}
	close(fd);
	return octets->n == size;
}

/* ---- the data items ------------------------------------------------------- */

static void
put_small(
    struct imap_fetch *f, const struct imap_item *it, const struct imap_seen *m, struct buf *b)
{
	switch (it->kind) {
	case ITEM_UID:
		buf_put_str(b, "UID ");
		buf_put_u64(b, m->info.uid);
		break;
	case ITEM_FLAGS:
		buf_put_str(b, "FLAGS ");
		imap_put_flags(b, m->info.flags);
		break;
	case ITEM_SIZE:
		buf_put_str(b, "RFC822.SIZE ");
		buf_put_u64(b, m->info.size);
		break;
	case ITEM_DATE:
		buf_put_str(b, "INTERNALDATE ");
		imap_put_date(b, m->info.date);
		break;
	case ITEM_ENVELOPE:
		buf_put_str(b, "ENVELOPE ");
		imap_put_envelope(b, f->parts->parts[0].header);
		break;
	case ITEM_BODY:
	case ITEM_BODYSTRUCTURE:
		buf_put_str(b, it->kind == ITEM_BODY ? "BODY " : "BODYSTRUCTURE ");
		imap_put_structure(b, f->parts, it->kind == ITEM_BODYSTRUCTURE);
		break;
	case ITEM_SECTION: imap_put_section_name(b, it); break;
	case ITEM_RFC822: buf_put_str(b, "RFC822"); break;
	case ITEM_RFC822_HEADER: buf_put_str(b, "RFC822.HEADER"); break;
	case ITEM_RFC822_TEXT: buf_put_str(b, "RFC822.TEXT"); break;
	}
}

/* Says an item, or the name of a section, whatever its length. */
static void
say_small(struct imap_fetch *f, const struct imap_item *it, const struct imap_seen *m)
{
	size_t cap = 1024;
	struct buf b;

	do {
		uint8_t *memory;

		cap *= 4;
		memory = malloc(cap);
		if (memory == NULL)
			imap_no_memory();
		buf_init(&b, memory, cap);
		put_small(f, it, m, &b);
		if (!b.full || cap >= STRUCTURE_MOST)
			imap_say(f->s, buf_span(&b));
		free(memory);
	} while (b.full && cap < STRUCTURE_MOST);
}

static struct span
filtered(struct imap_fetch *f, const struct imap_section *sec, struct span header)
{
	struct buf b;

	free(f->scratch);
	f->scratch = malloc(header.n + 2);
	if (f->scratch == NULL)
		imap_no_memory();
	buf_init(&b, f->scratch, header.n + 2);
	imap_section_fields(&b, header, sec->fields, sec->part == SECTION_FIELDS_NOT);
	return buf_span(&b);
}

static bool
find_octets(struct imap_fetch *f, const struct imap_item *it, struct span *octets)
{
	struct imap_section sec = { .part = SECTION_ALL };

	if (it->kind == ITEM_SECTION)
		sec = it->section;
	else if (it->kind == ITEM_RFC822_HEADER)
		sec.part = SECTION_HEADER;
	else if (it->kind == ITEM_RFC822_TEXT)
		sec.part = SECTION_TEXT;
	if (!imap_section_find(f->parts, &sec, octets))
		return false;
	if (sec.part == SECTION_FIELDS || sec.part == SECTION_FIELDS_NOT)
		*octets = filtered(f, &sec, *octets);
	/* IMAP_PARTIAL: cut at both ends; beyond the end nothing is left. */
	if (it->partial)
		*octets = span_sub(*octets, it->from, it->count);
	return true;
}

/* IMAP_BODY: octets of a message are always a literal, none of them changed. */
static void
say_octets(struct imap_fetch *f, const struct imap_item *it)
{
	if (!find_octets(f, it, &f->rest)) {
		f->rest = SPAN("");
		imap_say(f->s, SPAN(" NIL"));
	} else if (f->rest.n == 0) {
		imap_say(f->s, SPAN(" \"\""));
	} else {
		imap_printf(f->s, " {%zu}\r\n", f->rest.n);
	}
}

static bool
has_octets(const struct imap_item *it)
{
	return it->kind == ITEM_SECTION || it->kind == ITEM_RFC822 ||
	    it->kind == ITEM_RFC822_HEADER || it->kind == ITEM_RFC822_TEXT;
}

/* ---- one message ---------------------------------------------------------- */

static bool
asked_for(const struct imap_command *c, enum imap_item_kind kind)
{
	for (size_t i = 0; i < c->n_items; i++)
		if (c->items[i].kind == kind)
			return true;
	return false;
}

/* What comes unasked: the UID in UID FETCH, flags that have just changed. */
static void
say_head(struct imap_fetch *f, struct imap_seen *m)
{
	static const struct imap_item uid = { .kind = ITEM_UID }, flags = { .kind = ITEM_FLAGS };
	const struct imap_command *c = f->s->cmd;

	imap_printf(f->s, "* %zu FETCH (", f->at + 1);
	if (c->uid && !asked_for(c, ITEM_UID)) {
		say_small(f, &uid, m);
		imap_say(f->s, SPAN(" "));
	}
	if (m->dirty && !asked_for(c, ITEM_FLAGS)) {
		say_small(f, &flags, m);
		imap_say(f->s, SPAN(" "));
	}
	m->dirty = false;
	f->open = true;
	f->item = 0;
}

/* Sends what can be sent.  True: the message is done; false: the client is slow. */
static bool
send_message(struct imap_fetch *f)
{
	struct imap_session *s = f->s;
	struct imap_seen *m = &s->view.m[f->at];

	if (!f->open)
		say_head(f, m);
	for (;;) {
		while (f->rest.n > 0) {
			size_t n = f->rest.n < SLICE ? f->rest.n : SLICE;

			if (conn_queued(s->c) > QUEUE_MOST)
				return false;
			imap_say(s, span_sub(f->rest, 0, n));
			f->rest = span_sub(f->rest, n, f->rest.n - n);
		}
		if (f->item == s->cmd->n_items)
			break;
		if (f->item > 0)
			imap_say(s, SPAN(" "));
		say_small(f, &s->cmd->items[f->item], m);
		if (has_octets(&s->cmd->items[f->item]))
			say_octets(f, &s->cmd->items[f->item]);
		f->item++;
	}
	imap_say(s, SPAN(")\r\n"));
	f->open = false;
	unmap(f);
	return true;
}

static void
on_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	struct imap_session *s = ctx;
	struct imap_fetch *f = s->fetch;

	/* DEL_NOW: what is gone is left out; the others still come. */
	if (st == STORE_NO) {
		f->at++;
		go_on(f);
		return;
	}
	if (st != STORE_OK || !imap_map_body(fd, size, &f->message)) {
		imap_fetch_free(s);
		imap_failed(s, st == STORE_OK ? STORE_DOWN : st);
		return;
	}
	if (f->needs_parts)
		imap_structure_parse(f->message, f->parts);
	else
		imap_structure_top(f->message, f->parts);
	if (!send_message(f)) {
		f->paused = true;
		return;
	}
	f->at++;
	go_on(f);
}

/* ---- all messages --------------------------------------------------------- */

static bool
wanted(const struct imap_session *s, size_t i)
{
	const struct imap_seen *m = &s->view.m[i];

	return !m->gone &&
	    imap_set_has(&s->cmd->set, s->cmd->uid ? m->info.uid : (uint32_t)(i + 1));
}

static void
go_on(struct imap_fetch *f)
{
	struct imap_session *s = f->s;

	for (; f->at < s->view.told; f->at++) {
		if (!wanted(s, f->at))
			continue;
		if (conn_queued(s->c) > QUEUE_MOST) {
			f->paused = true;
			return;
		}
		if (f->needs_octets) {
			store_fetch_body(
			    s->f->store, s->mailbox, s->view.m[f->at].info.uid, on_body, s);
			return;
		}
		(void)send_message(f);
	}
	imap_fetch_free(s);
	imap_done(s, "OK FETCH completed");
}

void
imap_fetch_drained(struct imap_session *s)
{
	struct imap_fetch *f = s->fetch;

	if (f == NULL || !f->paused)
		return;
	f->paused = false;
	if (f->open) {
		if (!send_message(f)) {
			f->paused = true;
			return;
		}
		f->at++;
	}
	go_on(f);
}

static void
on_seen(void *ctx, enum store_status st)
{
	struct imap_session *s = ctx;

	if (st == STORE_OK) {
		go_on(s->fetch);
		return;
	}
	imap_fetch_free(s);
	imap_failed(s, st);
}

static bool
is_unseen(const struct message_info *m)
{
	return !(m->flags & FLAG_SEEN);
}

/* IMAP_SEEN: a body that is not only peeked at makes its message \Seen, first of all. */
static void
mark_seen(struct imap_session *s)
{
	size_t n;
	uint32_t *uids = imap_uids(s, is_unseen, &n);

	if (n > 0)
		store_set_flags(s->f->store, s->mailbox, uids, n, FLAGS_ADD, FLAG_SEEN, on_seen, s);
	else
		go_on(s->fetch);
	free(uids);
}

void
imap_fetch(struct imap_session *s)
{
	struct imap_fetch *f;
	bool peek = true;

	if (!imap_fix_set(s, &s->cmd->set)) {
		imap_done(s, "BAD No such message");
		return;
	}
	f = s->fetch = calloc(1, sizeof(*f));
	if (f == NULL)
		imap_no_memory();
	f->s = s;
	for (size_t i = 0; i < s->cmd->n_items; i++) {
		const struct imap_item *it = &s->cmd->items[i];

		peek = peek && it->peek;
		f->needs_parts = f->needs_parts || it->kind == ITEM_BODY ||
		    it->kind == ITEM_BODYSTRUCTURE || it->section.depth > 0;
		f->needs_octets = f->needs_octets || f->needs_parts || has_octets(it) ||
		    it->kind == ITEM_ENVELOPE;
	}
	f->parts = f->needs_octets ? malloc(sizeof(*f->parts)) : NULL;
	if (f->needs_octets && f->parts == NULL)
		imap_no_memory();
	if (peek || s->read_only)
		go_on(f);
	else
		mark_seen(s);
}
