/* Snapshot plus events: what one session knows of its mailbox, and the untagged
 * answers that bring it up to date.  Knows no command.
 * Sources: RFC 3501 sections 5.2, 7.3.1, 7.4.1, 7.4.2; RFC 2180. */
#include "reference/shell/imap_view.h"
#include "reference/core/imap_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
reserve(struct imap_view *v, size_t n)
{
	struct imap_seen *bigger;
	size_t cap = v->cap ? v->cap : 8;

	if (n <= v->cap)
		return true;
	while (cap < n)
		cap += cap / 2;
	bigger = realloc(v->m, cap * sizeof(*bigger));
	if (bigger == NULL)
		return false;
	v->m = bigger;
	v->cap = cap;
	return true;
}

bool
imap_view_load(struct imap_view *v, const struct mailbox_info *from)
{
	memset(v, 0, sizeof(*v));
	if (from->n > 0 && !reserve(v, from->n))
		return false;
	for (size_t i = 0; i < from->n; i++)
		v->m[i] = (struct imap_seen){ .info = from->messages[i] };
	v->n = v->told = from->n;
	v->uid_validity = from->uid_validity;
	v->uid_next = from->uid_next;
	return true;
}

void
imap_view_free(struct imap_view *v)
{
	free(v->m);
	memset(v, 0, sizeof(*v));
}

/* Position of a UID; v->n when it is not there. */
static size_t
find(const struct imap_view *v, uint32_t uid)
{
	size_t lo = 0, hi = v->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v->m[mid].info.uid < uid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < v->n && v->m[lo].info.uid == uid ? lo : v->n;
}

static bool
add(struct imap_view *v, const struct message_info *m)
{
	if (m->uid < v->uid_next)
		return true;
	if (!reserve(v, v->n + 1))
		return false;
	v->m[v->n++] = (struct imap_seen){ .info = *m };
	v->uid_next = m->uid + 1;
	v->news = true;
	return true;
}

static void
gone(struct imap_view *v, size_t i)
{
	if (i < v->told) {
		v->m[i].gone = true;
		v->news = true;
		return;
	}
	/* It came and went before anybody was told. */
	memmove(&v->m[i], &v->m[i + 1], (v->n - i - 1) * sizeof(v->m[0]));
	v->n--;
}

static uint32_t
after_silent(const struct imap_view *v, uint32_t old)
{
	switch (v->op) {
	case STORE_SET: return v->flags;
	case STORE_ADD: return old | v->flags;
	case STORE_REMOVE: return old & ~v->flags;
	}
	return old;
}

/* IMAP_FLAGS_SHARED: what another session has changed is news for this one. */
static void
flags(struct imap_view *v, struct imap_seen *m, uint32_t now)
{
	if (now != m->info.flags && !(v->silent && now == after_silent(v, m->info.flags)))
		m->dirty = v->news = true;
	m->info.flags = now;
}

bool
imap_view_event(struct imap_view *v, enum store_event e, const struct message_info *m)
{
	size_t i = find(v, m->uid);

	if (e == EVENT_NEW)
		return add(v, m);
	if (e == EVENT_DELETED)
		v->deleted = true;
	if (i == v->n)
		return true;
	if (e == EVENT_GONE)
		gone(v, i);
	else
		flags(v, &v->m[i], m->flags);
	return true;
}

static void
tell_expunge(struct imap_view *v, struct conn *c)
{
	char line[48];
	size_t kept = 0, told = 0;

	for (size_t i = 0; i < v->n; i++) {
		if (!v->m[i].gone) {
			v->m[kept++] = v->m[i];
			told += i < v->told;
			continue;
		}
		/* IMAP_EXPUNGE: the number is the one that holds after the EXPUNGEs before it. */
		snprintf(line, sizeof(line), "* %zu EXPUNGE\r\n", told + 1);
		conn_write(c, span_str(line));
	}
	v->n = kept;
	v->told = told;
}

static void
tell_flags(struct imap_view *v, struct conn *c)
{
	uint8_t memory[160];
	struct buf b;

	for (size_t i = 0; i < v->told; i++) {
		if (!v->m[i].dirty || v->m[i].gone)
			continue;
		v->m[i].dirty = false;
		buf_init(&b, memory, sizeof(memory));
		buf_put_str(&b, "* ");
		buf_put_u64(&b, i + 1);
		buf_put_str(&b, " FETCH (UID ");
		buf_put_u64(&b, v->m[i].info.uid);
		buf_put_str(&b, " FLAGS ");
		imap_put_flags(&b, v->m[i].info.flags);
		buf_put_str(&b, ")\r\n");
		conn_write(c, buf_span(&b));
	}
}

/* A message that is new has no flags that the session knew. */
void
imap_view_number(struct imap_view *v, struct conn *c)
{
	char line[48];

	if (v->n == v->told)
		return;
	snprintf(line, sizeof(line), "* %zu EXISTS\r\n", v->n);
	conn_write(c, span_str(line));
	for (size_t i = v->told; i < v->n; i++)
		v->m[i].dirty = false;
	v->told = v->n;
}

void
imap_view_tell(struct imap_view *v, struct conn *c, bool expunge)
{
	bool waits = false;

	if (!v->news)
		return;
	if (expunge)
		tell_expunge(v, c);
	tell_flags(v, c);
	imap_view_number(v, c);
	for (size_t i = 0; i < v->told && !waits; i++)
		waits = v->m[i].gone;
	v->news = waits;
}

uint32_t
imap_view_last_uid(const struct imap_view *v)
{
	return v->told ? v->m[v->told - 1].info.uid : 0;
}
