/* Who is logged in: an account that somebody uses is active, by a login of any kind
 * and for as long as the session lasts (RET_LOGIN_RENEWS, RET_SMTP_RENEWS,
 * RET_SESSION_RENEWS).  Mail that arrives is none of it (RET_MAIL_NO_ACTIVITY).
 *
 * Activity is written down no finer than retention_active() says, so once a day and
 * account at most: the disk holds no time of a login. */
#include "reference/shell/store_private.h"

#include <stdlib.h>

struct store_session {
	struct store_session *next;
	int64_t account;
	int64_t active;    /* as it is written down; NOT_WRITTEN: nobody knows */
	int64_t last;      /* what is to be written down of the last one that ended */
	unsigned sessions; /* 0: all have ended, and that is not written down for good yet */
};

#define NOT_WRITTEN INT64_MAX

static struct store_session **
find(struct store *s, int64_t account)
{
	struct store_session **at = &s->expire.sessions[(uint64_t)account % SESSION_BUCKETS];

	while (*at != NULL && (*at)->account != account)
		at = &(*at)->next;
	return at;
}

bool
session_is_open(const struct store *s, int64_t account)
{
	const struct store_session *o = s->expire.sessions[(uint64_t)account % SESSION_BUCKETS];

	while (o != NULL && o->account != account)
		o = o->next;
	return o != NULL;
}

/* False: it could not be written down, and `o` may be gone with the turn. */
static bool
renew(struct store *s, struct store_session *o, int64_t active)
{
	if (o->active == active)
		return true;
	int code = store_begin(s);
	if (code == SQLITE_DONE)
		code = sql_run(&s->sql, SQL_ACCOUNT_ACTIVE, "ii", active, o->account);
	if (code == SQLITE_DONE)
		o->active = active;
	else
		store_check_transaction(s, sql_status(code));
	return code == SQLITE_DONE;
}

/* While nothing can be written down, that keeps nobody from reading; session_refresh() does
 * it as soon as it can be done. */
static void
renew_now(struct store *s, struct store_session *o)
{
	if (!s->in_trouble)
		(void)renew(s, o, retention_active(&s->config->retention, clock_now()));
}

bool
session_begin(struct store *s, int64_t account, int64_t active)
{
	struct store_session **at = find(s, account);

	if (*at == NULL) {
		*at = calloc(1, sizeof(**at));
		if (*at == NULL)
			return false;
		(*at)->account = account;
		(*at)->active = active;
	}
	(*at)->sessions++;
	renew_now(s, *at);
	return true;
}

/* RET_LOGIN_RENEWS: one whose end is not written down is not forgotten. */
void
session_end(struct store *s, int64_t account)
{
	struct store_session **at = find(s, account);
	struct store_session *o = *at;

	if (o == NULL || --o->sessions > 0)
		return;
	o->last = retention_active(&s->config->retention, clock_now());
	if (o->active == o->last) {
		*at = o->next;
		free(o);
	} else {
		renew_now(s, o);
	}
}

enum store_status
store_do_leave(
    struct store *s, const struct ipc_head *h, struct span octets, int fd, struct answer *a)
{
	(void)octets, (void)fd, (void)a;
	session_end(s, h->account);
	return STORE_OK;
}

bool
session_stale(const struct store *s, int64_t now)
{
	const int64_t active = retention_active(&s->config->retention, now);

	for (size_t i = 0; i < SESSION_BUCKETS; i++)
		for (const struct store_session *o = s->expire.sessions[i]; o != NULL; o = o->next)
			if (o->sessions == 0 || o->active != active)
				return true;
	return false;
}

void
session_refresh(struct store *s, int64_t now, struct expire_budget *b)
{
	const int64_t active = retention_active(&s->config->retention, now);

	for (size_t i = 0; i < SESSION_BUCKETS; i++)
		for (struct store_session **at = &s->expire.sessions[i], *o; (o = *at) != NULL;) {
			/* Written in an earlier turn, or it would not be known. */
			if (o->sessions == 0 && o->active == o->last) {
				*at = o->next;
				free(o);
				continue;
			}
			at = &o->next;
			const int64_t wanted = o->sessions == 0 ? o->last : active;
			if (o->active == wanted)
				continue;
			if (!expire_may(b) || !renew(s, o, wanted))
				return;
			expire_spend(b, 0);
		}
}

void
session_undone(struct store *s)
{
	for (size_t i = 0; i < SESSION_BUCKETS; i++)
		for (struct store_session *o = s->expire.sessions[i]; o != NULL; o = o->next)
			o->active = NOT_WRITTEN;
}
