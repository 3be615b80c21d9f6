/* The names of an attempt, as told to the judge's DNS (engine/zone.h). */
#include "conformance/wire/dnsc.h"

#include "conformance/engine/zone.h"
#include "conformance/wire/dkimc.h"
#include "conformance/wire/sock.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TELL_SECONDS = 10, ASKED_SECONDS = 12, STRING_MOST = 255 };

const char *
peer_domain(struct run *r)
{
	const struct zone *z = r->plan->target->zone;

	if (z == NULL) {
		run_internal(r, "the case does not declare that it needs names");
		return "invalid";
	}
	return z->lent != NULL ? z->lent->domain : run_text(r, "%s.%s", r->token, z->peer_domain);
}

const char *
peer_name(struct run *r, const char *name)
{
	struct span s = span_str(name), domain = span_str(peer_domain(r));

	if (s.n == 0 || strcmp(name, "@") == 0)
		return (const char *)domain.p;
	if (s.p[s.n - 1] == '.')
		return run_text(r, "%.*s", (int)s.n - 1, name);
	if (s.n >= domain.n && span_eq_nocase(span_sub(s, s.n - domain.n, domain.n), domain))
		return name;
	return run_text(r, "%s.%s", name, (const char *)domain.p);
}

const char *
peer_address(struct run *r, const char *local, const char *name)
{
	return run_text(r, "%s@%s", local, peer_name(r, name));
}

const char *
peer_sender(struct run *r)
{
	return peer_address(r, "alice", "");
}

/* ---- telling ------------------------------------------------------------------------- */

static struct dnsc *
state(struct run *r)
{
	if (r->dns == NULL) {
		r->dns = run_take(r, sizeof(*r->dns));
		r->dns->fd = -1;
	}
	return r->dns;
}

static void
gone(struct run *r)
{
	run_internal(r, "the judge's DNS is gone: %s", strerror(errno));
}

static bool
reach(struct run *r)
{
	const struct zone *z = r->plan->target->zone;
	struct dnsc *d = state(r);

	if (!run_ok(r))
		return false;
	if (z == NULL)
		run_internal(r, "the case does not declare that it needs names");
	else if (z->lent != NULL)
		dkimc_not_lent(r, "DNS of ours");
	else if (d->fd < 0 && (d->fd = listen_reach(&z->name)) < 0)
		gone(r);
	return d->fd >= 0;
}

static struct zone_question *
wish(struct run *r, enum zone_wish what, const char *name, const char *type)
{
	struct zone_question *q = run_take(r, sizeof(*q));

	q->wish = what;
	q->ttl = state(r)->ttl;
	snprintf(q->origin, sizeof(q->origin), "%s.", peer_domain(r));
	snprintf(q->name, sizeof(q->name), "%s.", peer_name(r, name));
	snprintf(q->type, sizeof(q->type), "%s", type != NULL ? type : "");
	return q;
}

/* False: it is not done (yet): the run is decided, or the deadline was reached. */
static bool
tell(struct run *r, const struct zone_question *q, unsigned seconds, uint32_t *number)
{
	struct zone_told told;

	if (!reach(r))
		return false;
	if (send(r->dns->fd, q, sizeof(*q), MSG_NOSIGNAL) != (ssize_t)sizeof(*q)) {
		gone(r);
		return false;
	}
	if (sock_wait(r->dns->fd, POLLIN, run_deadline(r, seconds)) == 0) {
		/* The answer must not be taken for that to a later wish. */
		close(r->dns->fd);
		r->dns->fd = -1;
		return false;
	}
	if (recv(r->dns->fd, &told, sizeof(told), 0) != (ssize_t)sizeof(told)) {
		gone(r);
		return false;
	}
	if (told.error[0] != '\0')
		run_internal(r, "%s %s: %s", q->name, q->type, told.error);
	if (number != NULL)
		*number = told.number;
	return run_ok(r);
}

static void
put(struct run *r, enum zone_wish what, const char *name, const char *type, struct span text)
{
	struct zone_question *q = wish(r, what, name, type);

	if (text.n > sizeof(q->text)) {
		run_internal(r, "a record of %zu octets", text.n);
		return;
	}
	memcpy(q->text, text.p, text.n);
	q->octets = (uint32_t)text.n;
	if (tell(r, q, TELL_SECONDS, NULL))
		transcript_note(&r->log, 0, "DNS %s %s %.*s", q->name, type,
		    text.n > 300 ? 300 : (int)text.n, q->text);
}

PRINTF_LIKE(2, 0)
static struct span
formatted(struct run *r, const char *fmt, va_list args)
{
	char *text = run_take(r, ZONE_TEXT);
	int n = vsnprintf(text, ZONE_TEXT, fmt, args);

	return SPAN_OF(text, n > 0 && n < ZONE_TEXT ? (size_t)n : 0);
}

void
dnsc_set(struct run *r, const char *name, const char *type, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(r, ZONE_SET, name, type, formatted(r, fmt, args));
	va_end(args);
}

void
dnsc_add(struct run *r, const char *name, const char *type, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(r, ZONE_ADD, name, type, formatted(r, fmt, args));
	va_end(args);
}

void
dnsc_txt(struct run *r, const char *name, struct span text)
{
	uint8_t *p = run_take(r, text.n * 4 + text.n / STRING_MOST * 3 + 8);
	struct buf b;

	buf_init(&b, p, text.n * 4 + text.n / STRING_MOST * 3 + 8);
	for (size_t at = 0; at < text.n || at == 0; at += STRING_MOST) {
		struct span string = span_sub(text, at, STRING_MOST);
		buf_put_str(&b, at == 0 ? "\"" : " \"");
		for (size_t i = 0; i < string.n; i++) {
			uint8_t c = string.p[i];
			if (c == '"' || c == '\\' || c < ' ' || c > '~')
				buf_put_str(&b, run_text(r, "\\%03u", c));
			else
				buf_put_octet(&b, c);
		}
		buf_put_str(&b, "\"");
	}
	put(r, ZONE_SET, name, "TXT", buf_span(&b));
}

void
dnsc_ttl(struct run *r, unsigned seconds)
{
	state(r)->ttl = seconds;
}

void
dnsc_clear(struct run *r, const char *name)
{
	if (tell(r, wish(r, ZONE_CLEAR, name, NULL), TELL_SECONDS, NULL))
		transcript_note(&r->log, 0, "DNS %s: no records", peer_name(r, name));
}

void
dnsc_behave(struct run *r, const char *name, enum dnsc_manner manner)
{
	static const char *const text[] = { "answers", "SERVFAIL", "REFUSED", "silence", "NXDOMAIN",
		"wrong signatures" };
	struct zone_question *q = wish(r, ZONE_BEHAVE, name, NULL);

	q->number = manner;
	if (tell(r, q, TELL_SECONDS, NULL))
		transcript_note(&r->log, 0, "DNS %s and beneath: %s", q->name, text[manner]);
}

void
dnsc_unsigned(struct run *r, const char *name)
{
	if (tell(r, wish(r, ZONE_CUT, name, NULL), TELL_SECONDS, NULL))
		transcript_note(&r->log, 0, "DNS %s: an unsigned delegation", peer_name(r, name));
}

bool
dnsc_is_signed(struct run *r)
{
	const struct zone *z = r->plan->target->zone;

	return z != NULL && z->is_signed;
}

/* ---- counting -------------------------------------------------------------------------- */

static unsigned
asked(struct run *r, const char *name, const char *type, bool beneath)
{
	struct zone_question *q = wish(r, ZONE_COUNT, name, type);
	uint32_t n = 0;

	q->beneath = beneath;
	if (tell(r, q, TELL_SECONDS, &n))
		transcript_note(&r->log, 0, "DNS %s%s %s: asked %u times", q->name,
		    beneath ? " and beneath" : "", type != NULL ? type : "any type", n);
	return n;
}

unsigned
dnsc_asked(struct run *r, const char *name, const char *type)
{
	return asked(r, name, type, false);
}

unsigned
dnsc_asked_beneath(struct run *r, const char *name, const char *type)
{
	return asked(r, name, type, true);
}

void
need_asked(struct run *r, const char *name, const char *type, unsigned n)
{
	const struct zone *z = r->plan->target->zone;
	struct zone_question *q = wish(r, ZONE_COUNT, name, type);
	struct dnsc *d = state(r);
	int keep = d->fd;

	if (!run_ok(r) || z == NULL)
		return;
	/* On a connection of its own: at the deadline it is dropped, and nothing with it. */
	d->fd = -1;
	q->number = n;
	bool came = tell(r, q, ASKED_SECONDS, NULL);
	if (d->fd >= 0)
		close(d->fd);
	d->fd = keep;
	if (!came)
		run_disappoint(r, MOOD_NEED, "DNS",
		    run_text(r, "%u questions for %s %s", n, q->name, q->type),
		    SPAN("they did not come"));
}

void
dnsc_end(struct run *r)
{
	if (r->dns != NULL && r->dns->fd >= 0)
		close(r->dns->fd);
	r->dns = NULL;
}
