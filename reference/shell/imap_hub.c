/* All IMAP sessions of a front process: who has which mailbox open, so that one
 * event of the store reaches each of them at once (LAT_DELIVERY, LAT_TAIL, LAT_BURST, LAT_GROUP),
 * and who sits in IDLE, so that each hears from us every two minutes.  Lives while there is a
 * session. */
#include "reference/shell/imap_session.h"

#include <stdlib.h>

enum {
	BUCKETS = 4096,
	SLOTS = 8,          /* idlers are spread over so many ticks: */
	TICK_MS = 15 * 1000 /* 8 * 15 s = 2 minutes */
};

struct imap_hub {
	struct front *f;
	size_t sessions;
	struct imap_session *open[BUCKETS];
	struct imap_session *idle[SLOTS];
	unsigned slot;
	size_t idlers;
	uv_timer_t clock;
};

static struct imap_session **
bucket(struct imap_hub *hub, int64_t mailbox)
{
	return &hub->open[(uint64_t)mailbox % BUCKETS];
}

/* The store says what happened to a mailbox.  IDLE_ALL_SESSIONS: every session
 * that has it open learns it, not only one. */
static void
on_event(void *front, int64_t mailbox, enum store_event e, const struct message_info *m)
{
	struct imap_hub *hub = ((struct front *)front)->mailboxes;
	struct imap_session *next;

	if (hub == NULL)
		return;
	for (struct imap_session *s = *bucket(hub, mailbox); s != NULL; s = next) {
		next = s->next;
		if (s->mailbox != mailbox)
			continue;
		if (!imap_view_event(&s->view, e, m))
			imap_no_memory();
		/* Told when the turn ends, all its events at once, and not before a
		 * slow client has taken what came earlier: the view is bounded, what
		 * waits to be sent would not be. */
		if (s->mode == MODE_IDLE || e == EVENT_DELETED)
			conn_wake(s->c);
	}
}

static void
on_tick(uv_timer_t *t)
{
	struct imap_hub *hub = t->data;

	hub->slot = (hub->slot + 1) % SLOTS;
	for (struct imap_session *s = hub->idle[hub->slot]; s != NULL; s = s->idle_next)
		imap_say(s, SPAN("* OK Still here\r\n"));
}

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

struct imap_hub *
imap_hub_join(struct front *f, struct conn *c)
{
	struct imap_hub *hub = f->mailboxes;

	if (hub == NULL) {
		hub = calloc(1, sizeof(*hub));
		if (hub == NULL)
			return NULL;
		hub->f = f;
		uv_timer_init(conn_loop(c), &hub->clock);
		hub->clock.data = hub;
		f->mailboxes = hub;
		store_on_event(f->store, on_event, f);
	}
	hub->sessions++;
	return hub;
}

void
imap_hub_leave(struct imap_hub *hub)
{
	if (--hub->sessions > 0)
		return;
	hub->f->mailboxes = NULL;
	uv_close((uv_handle_t *)&hub->clock, on_closed);
}

static void
link_in(struct imap_session **list, struct imap_session *s)
{
	s->next = *list;
	if (s->next != NULL)
		s->next->back = &s->next;
	s->back = list;
	*list = s;
}

void
imap_hub_add(struct imap_session *s)
{
	link_in(bucket(s->hub, s->mailbox), s);
}

void
imap_hub_remove(struct imap_session *s)
{
	if (s->back == NULL)
		return;
	*s->back = s->next;
	if (s->next != NULL)
		s->next->back = s->back;
	s->next = NULL;
	s->back = NULL;
}

void
imap_hub_idle(struct imap_session *s)
{
	struct imap_session **list = &s->hub->idle[s->hub->slot];

	s->idle_next = *list;
	if (s->idle_next != NULL)
		s->idle_next->idle_back = &s->idle_next;
	s->idle_back = list;
	*list = s;
	if (s->hub->idlers++ == 0)
		uv_timer_start(&s->hub->clock, on_tick, TICK_MS, TICK_MS);
}

void
imap_hub_awake(struct imap_session *s)
{
	if (s->idle_back == NULL)
		return;
	*s->idle_back = s->idle_next;
	if (s->idle_next != NULL)
		s->idle_next->idle_back = s->idle_back;
	s->idle_next = NULL;
	s->idle_back = NULL;
	if (--s->hub->idlers == 0)
		uv_timer_stop(&s->hub->clock);
}
