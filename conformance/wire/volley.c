/* The loop that keeps a schedule: sends what is due, takes down when what was
 * told, on all sessions at once.  It polls every 10 ms at least, and says which
 * messages were under way when it did not come to that for 50 ms.  What arrived is
 * fetched afterwards (volley_read.c); what it means is decided elsewhere. */
#include "conformance/wire/volley.h"

#include "conformance/wire/mailc.h"
#include "conformance/wire/replyc.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum {
	TICK_US = 10000,
	GAP_US = 50000,
	WATCH_US = 200000,
	REST_US = 5000000,
	PACKET_OCTETS = 2600, /* some 4 KiB as a message */
	FDS_MOST = 256
};

static int64_t
now_us(const struct volley *v)
{
	return run_now_us() - v->start_us;
}

/* ---- messages ---------------------------------------------------------------- */

/* Random octets as long as a chat message; nobody can decrypt them, and no two are alike. */
static void
make_mail(struct volley *v, struct shot *s)
{
	struct run *r = v->run;
	uint8_t *p = run_take(r, PACKET_OCTETS);
	const struct volley_sender *l = &v->sender[s->lane];

	for (size_t i = 0; i < PACKET_OCTETS; i += sizeof(uint64_t)) {
		uint64_t word = run_random(r);
		memcpy(p + i, &word, sizeof(word));
	}
	p[0] = 1; /* the version */
	struct span packets =
	    edit_join(r, pgp_esk(r), pgp_packet(r, 18, SPAN_OF(p, PACKET_OCTETS)));
	s->mail = mail_packets(r, l->from->address, l->box->owner->address, packets);
	s->mark = run_text(r, "<%s.%u@", r->token, r->messages);
}

static int
by_due(const void *a, const void *b)
{
	const struct shot *x = a, *y = b;

	return (x->due_us > y->due_us) - (x->due_us < y->due_us);
}

static void
hand_out(struct volley *v, struct shot *s, size_t n)
{
	v->shot = s;
	v->shots = n;
	qsort(s, n, sizeof(*s), by_due);
	for (size_t i = 0; i < v->senders; i++) {
		v->sender[i].mine = run_take(v->run, n * sizeof(size_t));
		v->sender[i].count = v->sender[i].next = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct volley_sender *l = &v->sender[s[i].lane];
		s[i].sent_us = s[i].replied_us = s[i].told_us = VOLLEY_NEVER;
		s[i].code = 0;
		s[i].throttled = s[i].delayed = s[i].whole = false;
		s[i].held_us = 0;
		l->mine[l->count++] = i;
		make_mail(v, &s[i]);
	}
}

/* ---- one sender ----------------------------------------------------------------- */

static struct shot *
at_work(const struct volley *v, const struct volley_sender *l)
{
	return l->next < l->count ? &v->shot[l->mine[l->next]] : NULL;
}

static void
say_mail(const struct volley *v, struct volley_sender *l)
{
	if (at_work(v, l) == NULL) {
		l->step = STEP_DONE;
		return;
	}
	smtpc_send(l->smtp, "MAIL FROM:<%s>", l->from->address);
	l->step = STEP_MAIL;
}

static void
rest(const struct volley *v, struct volley_sender *l)
{
	l->step = at_work(v, l) != NULL ? STEP_REST : STEP_DONE;
}

/* The message at work came to nothing.  Within the limits of senders the next one is due as planned;
 * beyond them all that is due during the rest is left out, and counted. */
static void
refused(struct volley *v, struct volley_sender *l, int code, struct span reply)
{
	struct shot *s = at_work(v, l);
	bool over = l->step == STEP_TEXT;

	if (s == NULL)
		return;
	s->throttled = replyc_throttles(code, reply);
	l->next++;
	if (s->throttled) {
		l->rest_us = now_us(v) + ((int64_t)REST_US << (l->rests < 5 ? l->rests : 5));
		l->rests++;
		for (; (s = at_work(v, l)) != NULL && s->due_us < l->rest_us; l->next++)
			s->throttled = true;
	}
	if (over) {
		rest(v, l);
		return;
	}
	smtpc_send(l->smtp, "RSET");
	l->step = STEP_RSET;
}

static void
replied(struct volley *v, struct volley_sender *l, int code, struct span reply)
{
	struct shot *s = at_work(v, l);

	if (s != NULL && l->step != STEP_RSET)
		s->code = code;
	switch (l->step) {
	case STEP_MAIL:
		if (code != 250) {
			refused(v, l, code, reply);
			return;
		}
		smtpc_send(l->smtp, "RCPT TO:<%s>", l->box->owner->address);
		l->step = STEP_RCPT;
		return;
	case STEP_RCPT:
		if (code / 10 == 25)
			l->step = STEP_READY;
		else
			refused(v, l, code, reply);
		return;
	case STEP_DATA:
		if (code != 354 || s == NULL) {
			refused(v, l, code, reply);
			return;
		}
		s->sent_us = now_us(v);
		l->step = STEP_TEXT;
		smtpc_text(l->smtp, s->mail);
		return;
	case STEP_TEXT:
		if (s != NULL)
			s->replied_us = now_us(v);
		if (code != 250) {
			refused(v, l, code, reply);
			return;
		}
		l->box->accepted++;
		l->next++;
		say_mail(v, l);
		return;
	case STEP_RSET: rest(v, l); return;
	case STEP_READY:
	case STEP_REST:
	case STEP_DONE: /* said without being asked: 421, and the connection ends */
	case STEP_LOST: l->step = STEP_LOST; return;
	}
}

/* Takes what has come, and nothing else: deadline 0 has passed. */
static void
hear_sender(struct volley *v, struct volley_sender *l)
{
	struct span line;
	bool last;
	int code;

	for (;;) {
		enum link_line got = linkc_line(l->smtp->link, &line, 0);
		if (got == LINE_SILENT)
			return;
		if (got != LINE_GOT || !replyc_line(line, &code, &last)) {
			l->step = STEP_LOST;
			return;
		}
		linkc_log(l->smtp->link, 'S', line);
		l->reply = edit_join(v->run, l->reply, line);
		if (!last)
			continue;
		struct span reply = l->reply;
		l->reply = SPAN("");
		if (code == 421)
			l->step = STEP_LOST;
		else
			replied(v, l, code, reply);
	}
}

/* What only time brings about; lowers *wake to when it has to be looked at again. */
static void
act(struct volley *v, struct volley_sender *l, int64_t now, int64_t *wake)
{
	struct shot *s = at_work(v, l);

	if (l->step == STEP_REST && l->rest_us <= now)
		say_mail(v, l);
	if (l->step == STEP_READY && s != NULL && s->due_us <= now) {
		smtpc_send(l->smtp, "DATA");
		l->step = STEP_DATA;
	}
	int64_t next = l->step == STEP_READY && s != NULL ? s->due_us
	    : l->step == STEP_REST                        ? l->rest_us
							  : INT64_MAX;
	*wake = next < *wake ? next : *wake;
}

/* ---- one mailbox -------------------------------------------------------------------- */

/* "12 EXISTS" */
static void
count_messages(struct volley *v, struct volley_box *b, struct span line)
{
	int64_t n = span_ends(line, SPAN(" EXISTS")) ? span_number(line, 0) : -1;

	if (n <= (int64_t)b->exists || n > UINT32_MAX)
		return;
	for (int64_t k = (int64_t)b->exists; k < n; k++)
		if ((size_t)(k - b->before) < b->cap)
			b->told[k - b->before] = now_us(v);
	b->exists = (uint32_t)n;
}

static void
hear_box(struct volley *v, struct volley_box *b)
{
	struct span what;

	for (;;) {
		switch (imapc_next(b->imap, &what, 0)) {
		case RESP_UNTAGGED: count_messages(v, b, what); break;
		case RESP_CONTINUE: break;
		case RESP_SILENT: return;
		case RESP_TAGGED:
		case RESP_CLOSED:
		case RESP_MALFORMED: b->lost = true; return;
		}
	}
}

/* ---- all of them --------------------------------------------------------------------- */

static bool
finished(const struct volley *v)
{
	for (size_t i = 0; i < v->senders; i++)
		if (v->sender[i].step != STEP_DONE && v->sender[i].step != STEP_LOST)
			return false;
	for (size_t i = 0; i < v->boxes; i++) {
		const struct volley_box *b = &v->box[i];
		if (!b->lost && b->exists - b->before < b->accepted)
			return false;
	}
	return true;
}

/* The judge was held up between these two moments. */
static void
mark_gap(struct volley *v, int64_t from, int64_t to)
{
	for (size_t i = 0; i < v->shots; i++) {
		struct shot *s = &v->shot[i];
		struct volley_box *b = v->sender[s->lane].box;
		bool maybe_told = b->exists - b->before >= b->accepted && s->replied_us >= 0 &&
		    s->replied_us < from;
		if (s->due_us > to || maybe_told || s->throttled)
			continue;
		s->delayed = true;
		s->held_us += to - (s->due_us > from ? s->due_us : from);
	}
	transcript_note(
	    &v->run->log, 0, "the judge was held up for %lld ms", (long long)((to - from) / 1000));
}

static void
look_at_clock(struct volley *v)
{
	int64_t now = now_us(v);

	if (now - v->tick_us > GAP_US)
		mark_gap(v, v->tick_us, now);
	v->tick_us = now;
	if (v->watch != NULL && now - v->watched_us >= WATCH_US) {
		v->watched_us = now;
		v->stopped = !v->watch(v->context, v->shot, v->shots);
	}
}

static void
turn(struct volley *v, int64_t wake)
{
	struct pollfd fds[FDS_MOST];
	nfds_t n = 0;
	int64_t left = wake - now_us(v);

	for (size_t i = 0; i < v->senders; i++)
		fds[n++] = (struct pollfd){
			.fd = v->sender[i].step == STEP_LOST ? -1 : v->sender[i].smtp->link->fd,
			.events = POLLIN
		};
	for (size_t i = 0; i < v->boxes; i++)
		fds[n++] = (struct pollfd){ .fd = v->box[i].lost ? -1 : v->box[i].imap->link->fd,
			.events = POLLIN };
	left = left < 0 ? 0 : left < TICK_US ? left : TICK_US;
	struct timespec t = { .tv_nsec = left * 1000 };
	if (ppoll(fds, n, &t, NULL) <= 0)
		return;
	/* Who was told first: what the relay answers to a sender can wait a moment. */
	for (size_t i = 0; i < v->boxes; i++)
		if (fds[v->senders + i].revents != 0)
			hear_box(v, &v->box[i]);
	for (size_t i = 0; i < v->senders; i++)
		if (fds[i].revents != 0)
			hear_sender(v, &v->sender[i]);
}

/* MAIL and RCPT of each sender's first message, before the clock starts. */
static void
prepare(struct volley *v)
{
	for (size_t i = 0; i < v->senders; i++) {
		struct volley_sender *l = &v->sender[i];
		say_mail(v, l);
		if (l->step != STEP_MAIL)
			continue;
		need_reply(l->smtp, "250");
		smtpc_send(l->smtp, "RCPT TO:<%s>", l->box->owner->address);
		need_reply(l->smtp, "250 251");
		l->step = STEP_READY;
	}
	for (size_t i = 0; i < v->boxes; i++) {
		struct volley_box *b = &v->box[i];
		imapc_start(b->imap, "IDLE");
		need_imap_continue(b->imap);
	}
}

void
volley_play(struct volley *v, struct shot *s, size_t n, int64_t cut_off_us)
{
	if (!run_ok(v->run) || n == 0)
		return;
	hand_out(v, s, n);
	for (size_t i = 0; i < v->boxes; i++) {
		struct volley_box *b = &v->box[i];
		b->accepted = 0;
		b->cap = n + 16;
		b->told = run_take(v->run, b->cap * sizeof(b->told[0]));
		b->before = b->exists;
	}
	prepare(v);
	v->start_us = run_now_us();
	v->tick_us = v->watched_us = 0;
	int64_t end = s[n - 1].due_us + cut_off_us;
	while (run_ok(v->run) && !v->stopped && v->tick_us < end && !finished(v)) {
		int64_t wake = end;
		for (size_t i = 0; i < v->senders; i++)
			act(v, &v->sender[i], now_us(v), &wake);
		turn(v, wake);
		look_at_clock(v);
	}
	/* Who has been hung up on by now cannot be asked. */
	for (size_t i = 0; i < v->boxes; i++)
		if (!v->box[i].lost)
			hear_box(v, &v->box[i]);
	volley_read(v);
}
